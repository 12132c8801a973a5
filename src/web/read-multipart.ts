/**
 * Reads a form with files, within limits.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { Transform } from 'node:stream'
import { Busboy, type BusboyConfig, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy'
import { ConnectError, type Problem } from '../core/errors.ts'
import { type BodyRules, tooBusy } from './body-rules.ts'
import { GatheredBytes } from './gathered-bytes.ts'
import type { PostedForm, UploadedFile } from './sent.ts'
import { gatherValues } from './validate.ts'
import { readWithin } from './watch-body.ts'

/** Bytes of one file: Stripe's limit for a document. @see https://docs.stripe.com/file-upload */
export const FILE_LIMIT = 10 * 1024 * 1024
/** Bytes of all files together: no form asks for more than three large documents at once. */
export const FILES_LIMIT = 3 * FILE_LIMIT
/**
 * Bytes read of a form. It is more than may be kept: a browser shows the answer only after it has sent everything, photos too
 * large for Stripe included.
 */
const BODY_LIMIT = 64 * 1024 * 1024
/** Browsers send a part for every file input, even an empty one. */
const LIMITS = {
  files: 24,
  fields: 500,
  // Also bounds parts that are neither, which are ignored.
  parts: 524,
  // Of each part: its name, file name and content type.
  headerSize: 2 * 1024,
  headerPairs: 20,
}
/** Bytes of one text value. */
const VALUE_LIMIT = 64 * 1024
/** Bytes parsed at once, so that parsing stops soon after a limit is passed. */
const SLICE = 4 * 1024

/**
 * Reports a file that is too large and still reads the fields. If a form has more than any of ours, it returns what came before
 * the limit, so that nothing typed is lost.
 *
 * @throws ConnectError `invalid-body` (400) for a body that is not multipart, and as `readWithin` does except for its limit
 */
export async function readMultipart(
  request: IncomingMessage,
  { text: textLimit, hold, value = VALUE_LIMIT, files: fileRules }: BodyRules,
): Promise<PostedForm> {
  const { largest = FILE_LIMIT, total = FILES_LIMIT } = fileRules ?? {}
  const parser = openParser(request, { ...LIMITS, fieldSize: value, fileSize: largest })
  const fields: [string, string][] = []
  const files: UploadedFile[] = []
  const unkept: PostedForm['unkept'] = []
  const problems: Problem[] = []
  let textSize = 0
  let filesSize = 0

  /** A form with a problem is refused as a whole, so its files need not be kept. */
  const report = (problem: Problem) => {
    problems.push(problem)
    files.length = 0
    fileRules?.hold.release()
  }

  const readFile = (field: string, stream: BusboyFileStream, name: string | undefined, type: string) => {
    const bytes = new GatheredBytes()
    const isWanted = fileRules?.areWanted(fields) ?? false
    let isChosen = Boolean(name)
    let isRefused = false
    const refuse = (code: string) => {
      if (!isRefused) report({ code, field })
      isRefused = true
      bytes.clear()
    }
    stream.on('data', (piece: Buffer) => {
      isChosen = true
      if (!isWanted || problems.length > 0) return
      filesSize += piece.length
      if (filesSize > total) refuse('file-too-large')
      else if (fileRules?.hold.take(piece.length)) bytes.add(piece)
      else refuse('uploads-busy')
    })
    stream.on('limit', () => {
      if (isWanted) refuse('file-too-large')
    })
    stream.on('end', () => {
      if (!isChosen) return
      if (!isWanted) unkept.push({ field, name: name ?? '' })
      else if (problems.length === 0) files.push({ field, name: name ?? '', type, bytes: bytes.take() })
    })
  }

  try {
    await readWithin<void>(request, BODY_LIMIT, (done, fail) => {
      const tooLarge = () => fail(new ConnectError('request-too-large', { status: 413 }))
      const invalid = (cause?: unknown) => fail(new ConnectError('invalid-body', { cause }))
      parser.on('field', (name, value, _nameTruncated, isTruncated) => {
        // No form of ours has an input without a name.
        if (!name) return
        const size = Buffer.byteLength(name) + Buffer.byteLength(value)
        textSize += size
        if (textSize > textLimit) tooLarge()
        else if (!hold.take(size)) fail(tooBusy())
        else if (isTruncated) report({ code: 'value-too-long', field: name })
        else fields.push([name, value])
      })
      parser.on('file', (field, stream, name, _encoding, type) => {
        stream.on('error', invalid)
        readFile(field ?? '', stream, name, type)
      })
      parser.on('partsLimit', tooLarge).on('fieldsLimit', tooLarge).on('filesLimit', tooLarge)
      parser.on('error', invalid).on('finish', done)
      const slices = request.pipe(inSlices())
      slices.pipe(parser)
      return () => {
        slices.unpipe(parser)
        request.unpipe(slices)
      }
    })
  } catch (error) {
    const isTooLarge = error instanceof ConnectError && error.code === 'request-too-large'
    if (!isTooLarge) throw error
    report({ code: error.code })
  }
  return { values: gatherValues(fields), files, unkept, problems }
}

function inSlices(): Transform {
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      for (let from = 0; from < piece.length; from += SLICE) this.push(piece.subarray(from, from + SLICE))
      done()
    },
  })
}

/** @throws ConnectError `invalid-body` (400) when the content type names no usable boundary */
function openParser(request: IncomingMessage, limits: BusboyConfig['limits']) {
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits })
  } catch (cause) {
    throw new ConnectError('invalid-body', { cause })
  }
}
