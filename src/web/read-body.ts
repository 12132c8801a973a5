/**
 * Reads request bodies within limits: urlencoded, JSON or multipart. Nothing is parsed before a route asks for it.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { ConnectError } from '../core/errors.ts'
import type { Hold } from './body-budget.ts'
import { type BodyRules, holdFor, textLimit, tooBusy } from './body-rules.ts'
import { GatheredBytes } from './gathered-bytes.ts'
import type { ReceivedBody } from './host-hooks.ts'
import { readJson } from './read-json.ts'
import { readMultipart } from './read-multipart.ts'
import type { FormValues, PostedBody, PostedForm } from './sent.ts'
import { MOST_VALUES, postedValues } from './validate.ts'
import { readWithin } from './watch-body.ts'

/**
 * The whole body as it came, byte for byte.
 *
 * @param limit bytes
 * @param hold counts them
 * @throws ConnectError as `readWithin` does, `too-busy` (503) while no more can be held
 */
export function readBytes(request: IncomingMessage, limit: number, hold: Hold): Promise<Buffer> {
  const length = Number(request.headers['content-length'])
  return readWithin(request, limit, (done, fail) => {
    const bytes = new GatheredBytes()
    let whole: Buffer | undefined
    const add = (piece: Buffer) => {
      if (!hold.take(piece.length)) fail(tooBusy())
      // Most bodies come in one piece, which needs no copy.
      else if (piece.length === length) whole = piece
      else bytes.add(piece)
    }
    const finish = () => done(whole ?? bytes.take())
    request.on('data', add).on('end', finish)
    return () => request.off('data', add).off('end', finish)
  })
}

/** @throws ConnectError `request-too-large` (413) */
export function withinLimit(body: Buffer, limit: number): Buffer {
  if (body.length > limit) throw new ConnectError('request-too-large', { status: 413 })
  return body
}

/** A form without files. */
export function plainForm(values: FormValues): PostedForm {
  return { values, files: [], unkept: [], problems: [] }
}

/**
 * Reads a page's form.
 *
 * @throws ConnectError as `readWithin` does, `unsupported-content-type` (415)
 */
export async function readForm(request: IncomingMessage, rules: BodyRules): Promise<PostedForm> {
  switch (mediaType(request)) {
    case 'multipart/form-data':
      return readMultipart(request, rules)
    case 'application/x-www-form-urlencoded': {
      const text = (await readBytes(request, rules.text, rules.hold)).toString()
      return plainForm(postedValues(text))
    }
    case undefined:
      return plainForm({})
    default:
      throw new ConnectError('unsupported-content-type', { status: 415 })
  }
}

/**
 * A form that somebody else has read, within the limits of one that we read.
 *
 * @param limit bytes of everything but files
 * @throws ConnectError `request-too-large` (413)
 */
export function formWithin(form: PostedForm, limit: number): PostedForm {
  const pairs = Object.entries(form.values).flatMap(([name, value]) =>
    [value].flat().map((one = '') => [name, one]),
  )
  const size = pairs.reduce((sum, texts) => sum + Buffer.byteLength(texts.join('')), 0)
  if (size > limit || pairs.length > MOST_VALUES) throw new ConnectError('request-too-large', { status: 413 })
  return form
}

/** As `readForm`, for a guest: with a lower limit and without files. */
export async function readGuestForm(request: IncomingMessage, ip: string): Promise<PostedForm> {
  const holds = holdFor(undefined, ip)
  try {
    return await readForm(request, { text: textLimit(false), hold: holds.text })
  } finally {
    holds.release()
  }
}

/** As `readForm`, for programs: JSON is taken too. */
export async function readApiBody(
  request: IncomingMessage,
  received: ReceivedBody | undefined,
  rules: BodyRules,
): Promise<PostedBody> {
  if (mediaType(request) !== 'application/json')
    return received ? formWithin(received.form, rules.text) : readForm(request, rules)
  const bytes = received
    ? withinLimit(received.bytes ?? Buffer.alloc(0), rules.text)
    : await readBytes(request, rules.text, rules.hold)
  const text = bytes.toString()
  return { ...plainForm({}), values: text ? readJson(text) : {} }
}

/** @throws ConnectError `unexpected-file` (400) for files that were not asked for */
export function refuseFiles({ unkept }: Pick<PostedBody, 'unkept'>): void {
  if (unkept.length > 0)
    throw ConnectError.of(unkept.map(({ field }) => ({ code: 'unexpected-file', field })))
}

/** @throws ConnectError when something was too large (413) or too much to hold at the moment (503) */
export function refuseProblems({ problems }: Pick<PostedBody, 'problems'>): void {
  const isBusy = problems.some(({ code }) => code === 'uploads-busy')
  if (problems.length > 0) throw ConnectError.of(problems, isBusy ? 503 : 413)
}

/** Whether files may come with the body. */
export function isMultipart(request: IncomingMessage): boolean {
  return mediaType(request) === 'multipart/form-data'
}

/** @returns undefined when there is no body */
function mediaType(request: IncomingMessage): string | undefined {
  const { 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding === undefined && (length === undefined || length === '0')) return undefined
  return (type ?? '').split(';', 1)[0]?.trim().toLowerCase()
}
