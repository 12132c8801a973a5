/**
 * Reads what was posted, within limits: urlencoded, JSON or multipart. Nothing is parsed before a route asks for it.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { ConnectError, type Problem } from '../../errors.ts'
import type { FormValues, UploadedFile } from '../../route.ts'
import { GatheredBytes } from './gathered-bytes.ts'
import type { ReceivedBody } from './host-hooks.ts'
import { readMultipart, TEXT_LIMIT } from './read-multipart.ts'
import { gatherValues } from './validate.ts'
import { readWithin } from './watch-body.ts'

export interface PostedForm {
  values: FormValues
  files: UploadedFile[]
  /** Files that were refused; the rest was read all the same, so that nothing typed is lost. */
  problems: Problem[]
}

/**
 * The whole body as it came, byte for byte.
 *
 * @param limit bytes
 * @throws ConnectError as `readWithin` does
 */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return readWithin(request, limit, (done) => {
    const bytes = new GatheredBytes()
    const add = (piece: Buffer) => bytes.add(piece)
    const finish = () => done(bytes.take())
    request.on('data', add).on('end', finish)
    return () => request.off('data', add).off('end', finish)
  })
}

/** @throws ConnectError `request-too-large` (413) */
export function withinLimit(body: Buffer, limit: number): Buffer {
  if (body.length > limit) throw new ConnectError('request-too-large', { status: 413 })
  return body
}

/**
 * What a page's form posted.
 *
 * @throws ConnectError `invalid-body` (400), `request-too-large` (413), `unsupported-content-type` (415)
 */
export async function readForm(request: IncomingMessage): Promise<PostedForm> {
  switch (mediaType(request)) {
    case 'multipart/form-data':
      return readMultipart(request)
    case 'application/x-www-form-urlencoded': {
      const text = (await readBytes(request, TEXT_LIMIT)).toString()
      return { values: gatherValues(new URLSearchParams(text)), files: [], problems: [] }
    }
    case undefined:
      return { values: {}, files: [], problems: [] }
    default:
      throw new ConnectError('unsupported-content-type', { status: 415 })
  }
}

/** As `readForm`, for programs: JSON is taken too. */
export async function readApiBody(
  request: IncomingMessage,
  received: ReceivedBody | undefined,
): Promise<Omit<PostedForm, 'values'> & { values: unknown }> {
  if (mediaType(request) !== 'application/json') return received?.form ?? readForm(request)
  const bytes = received
    ? withinLimit(received.bytes ?? Buffer.alloc(0), TEXT_LIMIT)
    : await readBytes(request, TEXT_LIMIT)
  const text = bytes.toString()
  try {
    return { values: text ? JSON.parse(text) : {}, files: [], problems: [] }
  } catch (cause) {
    throw new ConnectError('invalid-body', { field: 'body', cause })
  }
}

/** @returns undefined when there is no body */
function mediaType(request: IncomingMessage): string | undefined {
  const { 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding === undefined && (length === undefined || length === '0')) return undefined
  return (type ?? '').split(';', 1)[0]?.trim().toLowerCase()
}
