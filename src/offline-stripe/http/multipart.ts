/**
 * `multipart/form-data`, the encoding of uploads (https://docs.stripe.com/file-upload).
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { finished } from 'node:stream/promises'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { invalidParameter } from '../errors.ts'
import type { ApiRequest } from '../resource-api.ts'

/** The largest of Stripe's limits in onboarding: 10 MB for an identity document. */
const MAX_FILE_BYTES = 10 * 1024 * 1024

const LIMITS = { fileSize: MAX_FILE_BYTES, files: 1, fields: 100, fieldSize: 100_000 }
const GARBLED = 'Invalid multipart/form-data body.'

interface Multipart {
  fields: [string, string][]
  file: ApiRequest['file']
}

/** Reads the fields and the one file, named `file`. Rejects with Stripe's 400 when anything in the body is wrong. */
export async function readMultipart(request: IncomingMessage): Promise<Multipart> {
  try {
    return await parse(request)
  } catch (error) {
    // Read the rest first, because a client that is still sending would see its connection break instead of the answer.
    request.unpipe()
    await finished(request.resume()).catch(() => undefined)
    throw invalidParameter(error instanceof Error ? error.message : GARBLED, { param: 'file' })
  }
}

function parse(request: IncomingMessage): Promise<Multipart> {
  const fields: [string, string][] = []
  let file: ApiRequest['file']

  return new Promise((resolve, reject) => {
    // A garbled body emits `error` and then `finish`; the first to settle the promise counts.
    const refuse = (message: string) => reject(new Error(message))
    const parser = new Busboy({ headers: request.headers as BusboyHeaders, limits: LIMITS })

    parser.on('field', (name, value) => fields.push([name, value]))
    parser.on('file', (name, stream, filename, _encoding, type) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => refuse(`File size exceeds the ${MAX_FILE_BYTES / 1024 / 1024} MB limit.`))
      stream.on('error', () => refuse(GARBLED))
      stream.on('end', () => {
        if (name === 'file') file = { name: filename, type, bytes: Buffer.concat(chunks) }
      })
    })
    parser.on('filesLimit', () => refuse('Only one file may be uploaded at a time.'))
    parser.on('error', () => refuse(GARBLED))
    parser.on('finish', () => resolve({ fields, file }))
    request.on('aborted', () => refuse('The upload was cut short.'))
    request.pipe(parser)
  })
}
