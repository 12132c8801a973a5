/**
 * Takes bodies that the app's own parser has already read.
 *
 * @module
 */
import type { Request } from 'express'
import { isWebhookPath } from '../../core/addresses.ts'
import { ConnectError } from '../../core/errors.ts'
import type { ReceivedBody } from '../../web/host-hooks.ts'
import { plainForm } from '../../web/read-body.ts'
import type { FormValues } from '../../web/sent.ts'
import { gatherValues, postedValues } from '../../web/validate.ts'

/**
 * @returns undefined when the body is not read yet
 * @throws ConnectError `body-already-read` (400) when the rest is no use: a webhook without its exact bytes, or a form with files
 */
export function receivedBody(request: Request): ReceivedBody | undefined {
  if (!request.readableDidRead && !request.readableEnded) return undefined
  const bytes = bytesOf(request)
  const type = (request.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (isWebhookPath(request.path) && !bytes) throw unusable()
  switch (type) {
    case 'application/json':
      return {
        get bytes() {
          return bytes ?? written(request.body)
        },
        form: plainForm({}),
      }
    case 'application/x-www-form-urlencoded':
      return {
        bytes,
        get form() {
          return plainForm(bytes ? postedValues(bytes.toString()) : parsed(request))
        },
      }
    default:
      throw unusable()
  }
}

function unusable(): ConnectError {
  return new ConnectError('body-already-read')
}

/**
 * The bytes that `express.raw` leaves, or that many apps keep:
 * `express.json({ verify: (request, _, body) => { request.rawBody = body } })`.
 */
function bytesOf(request: Request & { rawBody?: unknown }): Buffer | undefined {
  const kept = [request.rawBody, request.body].find((it) => Buffer.isBuffer(it) || typeof it === 'string')
  return kept === undefined ? undefined : Buffer.from(kept)
}

/**
 * Writes a parsed body as JSON again, to read it within our limits.
 *
 * @throws ConnectError `invalid-body` (400) for a body nested too deeply to write
 */
function written(body: unknown): Buffer {
  try {
    return Buffer.from(JSON.stringify(body ?? {}))
  } catch (cause) {
    throw new ConnectError('invalid-body', { field: 'body', cause })
  }
}

/** The values that `express.urlencoded` read. It leaves out objects, which some settings make: no form of ours has them. */
function parsed({ body }: Request): FormValues {
  return gatherValues(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      [value].flat().flatMap((one): [string, string][] => (typeof one === 'string' ? [[name, one]] : [])),
    ),
  )
}
