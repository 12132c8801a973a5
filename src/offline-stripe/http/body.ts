/**
 * Reads a request's input, in any encoding, into one tree.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { invalidParameter, StripeError } from '../errors.ts'
import type { ApiRequest } from '../resource-api.ts'
import { decodeForm, MAX_DEPTH } from './form.ts'
import { readMultipart } from './multipart.ts'

const MAX_BODY_BYTES = 1024 * 1024

type Pairs = (readonly [name: string, value: string])[]

/** Query and body, not decoded yet, so that nobody without a key makes work. */
export interface Sent extends Pick<ApiRequest, 'file'> {
  pairs: Pairs
  json?: string
  /** The type of content that nobody reads here. */
  unread?: string
}

/** Reads query and body, which SDKs of long ago send with GET, too. The control routes also take JSON, which Stripe's v1 does not. */
export async function readSent(
  request: IncomingMessage,
  url: URL,
  options: { json: boolean },
): Promise<Sent> {
  const query = [...url.searchParams]
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'multipart/form-data') {
    const { fields, file } = await readMultipart(request)
    return { pairs: [...query, ...fields], file }
  }
  const text = await readText(request)
  if (text === '') return { pairs: query, file: undefined }
  if (type === 'application/json' && options.json) return { pairs: [], json: text, file: undefined }
  if (type !== undefined && type !== '' && type !== 'application/x-www-form-urlencoded') {
    return { pairs: query, unread: type, file: undefined }
  }
  return { pairs: [...query, ...new URLSearchParams(text)], file: undefined }
}

/** What was sent as one tree. Refuses content that Stripe's v1 does not take. */
export function decode({ pairs, json, unread }: Sent): ApiRequest['input'] {
  if (unread !== undefined) {
    throw invalidParameter(
      `Invalid request: the content type must be application/x-www-form-urlencoded, not ${unread}.`,
    )
  }
  return json === undefined ? decodeForm(pairs) : decodeJson(json)
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
  return asForm(value, 1) as Record<string, unknown>
}

/** @throws InvalidParameter for JSON that is deeper than a form can be: code calls itself for every level. */
function asForm(value: unknown, level: number): unknown {
  if (typeof value === 'object' && value !== null) {
    if (level > MAX_DEPTH) throw invalidParameter('Invalid JSON: nested too deeply.')
    if (Array.isArray(value)) return value.map((each) => asForm(each, level + 1))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asForm(each, level + 1)]))
  }
  return value === null ? '' : String(value)
}
