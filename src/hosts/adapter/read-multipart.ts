/**
 * Reads a form with files, within limits.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { ConnectError, type Problem } from '../../errors.ts'
import type { UploadedFile } from '../../route.ts'
import type { PostedForm } from './read-body.ts'
import { gatherValues } from './validate.ts'

/** Bytes of a form, or of JSON, without its files. */
export const TEXT_LIMIT = 512 * 1024
/** Bytes of one file: what Stripe takes for a document. @see https://docs.stripe.com/file-upload */
export const FILE_LIMIT = 10 * 1024 * 1024
/** Bytes of all files together: no form asks for more than three large documents at once. */
export const FILES_LIMIT = 3 * FILE_LIMIT
/** Browsers send a part for every file input, those left empty too. */
const LIMITS = { fileSize: FILE_LIMIT, files: 24, fields: 500, fieldSize: 64 * 1024, fieldNameSize: 200 }

/**
 * A file that is too large is left out and reported; everything else is read.
 *
 * @throws ConnectError `invalid-body` (400) for what is not multipart or stops half-way, `request-too-large` (413)
 *   for more fields, text or files than any form has
 */
export function readMultipart(request: IncomingMessage): Promise<PostedForm> {
  return new Promise((resolve, reject) => {
    const pairs: [string, string][] = []
    const files: UploadedFile[] = []
    const problems: Problem[] = []
    let text = 0
    let total = 0

    // The parser reports both an error and an end for broken input: the first of them settles the promise.
    const refuse = (error: ConnectError) => {
      request.unpipe()
      request.resume()
      reject(error)
    }
    const invalid = (cause?: unknown) => refuse(new ConnectError('invalid-body', { cause }))
    const tooLarge = () => refuse(new ConnectError('request-too-large', { status: 413 }))

    const parser = openParser(request)
    // Nothing more comes from a sender who left while it was found out who they are.
    if (!parser || request.destroyed) return invalid()
    parser.on('field', (name, value, _nameTruncated, truncated) => {
      text += Buffer.byteLength(value)
      if (text > TEXT_LIMIT) tooLarge()
      else if (truncated) problems.push({ code: 'value-too-long', field: name })
      else pairs.push([name, value])
    })
    parser.on('file', (field, stream, name, _encoding, type) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => {
        total += chunk.length
        if (total <= FILES_LIMIT) chunks.push(chunk)
      })
      stream.on('error', invalid)
      stream.on('end', () => {
        if (stream.truncated || total > FILES_LIMIT) problems.push({ code: 'file-too-large', field })
        else if (name || chunks.length)
          files.push({ field, name: name ?? '', type, bytes: Buffer.concat(chunks) })
      })
    })
    parser.on('fieldsLimit', tooLarge)
    parser.on('filesLimit', tooLarge)
    parser.on('error', invalid)
    parser.on('finish', () => resolve({ values: gatherValues(pairs), files, problems }))
    request.on('error', invalid)
    request.on('close', () => {
      if (!request.complete) invalid()
    })
    request.pipe(parser)
  })
}

/** @returns undefined when the content type names no boundary */
function openParser(request: IncomingMessage) {
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits: LIMITS })
  } catch {
    return undefined
  }
}
