/**
 * Reads a request's input, in any encoding, into one tree.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { invalidParameter, StripeError } from '../errors.ts'
import type { ApiRequest } from '../resource-api.ts'
import { decodeForm } from './form.ts'
import { readMultipart } from './multipart.ts'

const MAX_BODY_BYTES = 1024 * 1024

/** Query and body as one tree, and the file of an upload. The control routes also take JSON, which Stripe's v1 does not. */
export async function readInput(
  request: IncomingMessage,
  url: URL,
  options: { json: boolean },
): Promise<Pick<ApiRequest, 'input' | 'file'>> {
  const query = [...url.searchParams]
  if (request.method === 'GET') return { input: decodeForm(query), file: undefined }

  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'multipart/form-data') {
    const { fields, file } = await readMultipart(request)
    return { input: decodeForm([...query, ...fields]), file }
  }
  const text = await readText(request)
  if (type === 'application/json' && options.json) return { input: decodeJson(text), file: undefined }
  if (text !== '' && type !== undefined && type !== '' && type !== 'application/x-www-form-urlencoded') {
    throw invalidParameter(
      `Invalid request: the content type of POST requests must be application/x-www-form-urlencoded, not ${type}.`,
    )
  }
  return { input: decodeForm([...query, ...new URLSearchParams(text)]), file: undefined }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  // Thrown only now, because a client that is still sending would see its connection break instead of the answer.
  if (size > MAX_BODY_BYTES) {
    throw new StripeError(413, { type: 'invalid_request_error', message: 'Request body too large.' })
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** JSON in the shape of a form body, so that the same checks read both. */
function decodeJson(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text || '{}')
  } catch {
    throw invalidParameter('Invalid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidParameter('Invalid JSON object.')
  return asForm(value) as Record<string, unknown>
}

function asForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asForm)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asForm(each)]))
  }
  return value === null ? '' : String(value)
}
