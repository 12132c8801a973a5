/**
 * Reads a form with files, within limits.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { Writable } from 'node:stream'
import { Busboy, type BusboyConfig, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy'
import { ConnectError, type Problem } from '../core/errors.ts'
import { spread } from '../core/spread.ts'
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
/**
 * Bytes parsed at once, so that parsing stops soon after a limit is passed, and takes turns with that of others: some bytes cost a
 * hundred times as much as most.
 */
const SLICE = 4 * 1024
/** The most characters of a boundary. Each may cost as much as reading the body once. @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1 */
const LONGEST_BOUNDARY = 70

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
  let openFiles = 0
  /** Bytes of a text that has not ended yet. */
  let unfinished = 0

  /** A form with a problem is refused as a whole, so its files need not be kept. */
  const report = (problem: Problem) => {
    problems.push(problem)
    files.length = 0
    fileRules?.hold.release()
  }

  const readFile = (field: string, stream: BusboyFileStream, name: string | undefined, type: string) => {
    const bytes = new GatheredBytes()
    openFiles += 1
    const isWanted = fileRules?.isWanted(field, fields) ?? false
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
      openFiles -= 1
      if (!isChosen) return
      if (!isWanted) unkept.push({ field, name: name ?? '' })
      else if (problems.length === 0) files.push({ field, name: name ?? '', type, bytes: bytes.take() })
    })
  }

  try {
    const attach: Parameters<typeof readWithin<void>>[2] = (done, fail) => {
      const tooLarge = () => fail(new ConnectError('request-too-large', { status: 413 }))
      const invalid = (cause?: unknown) => fail(new ConnectError('invalid-body', { cause }))
      parser.on('field', (name, value, _nameTruncated, isTruncated) => {
        // No form of ours has an input without a name.
        if (!name) return
        const size = Buffer.byteLength(name) + Buffer.byteLength(value)
        textSize += size
        hold.giveBack(unfinished)
        unfinished = 0
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
      const parsing = inSlices(parser, (size) => {
        // The bytes of files are counted as they come.
        if (openFiles > 0) return
        if (hold.take(size)) unfinished += size
        else fail(tooBusy())
      })
      request.pipe(parsing)
      return () => {
        request.unpipe(parsing)
        parsing.destroy()
      }
    }
    await readWithin(request, BODY_LIMIT, attach, { hasFiles: true })
  } catch (error) {
    const isTooLarge = error instanceof ConnectError && error.code === 'request-too-large'
    if (!isTooLarge) throw error
    report({ code: error.code })
  }
  return { values: gatherValues(fields), files, unkept, problems }
}

/** @param parsed called with the number of bytes after each slice */
function inSlices(parser: Writable, parsed: (size: number) => void): Writable {
  const parsing = new Writable({
    write(piece: Buffer, _encoding, done) {
      const slice = (from: number) => {
        if (parsing.destroyed || from >= piece.length) return done()
        spread(() => {
          if (parsing.destroyed) return done()
          const part = piece.subarray(from, from + SLICE)
          parser.write(part, (error) => {
            if (error) return done(error)
            parsed(part.length)
            slice(from + SLICE)
          })
        })
      }
      slice(0)
    },
    final(done) {
      parser.end()
      done()
    },
  })
  // The parser's own error says what is wrong.
  return parsing.on('error', () => {})
}

/** @throws ConnectError `invalid-body` (400) when the content type names no usable boundary */
function openParser(request: IncomingMessage, limits: BusboyConfig['limits']) {
  const [, quoted, bare] =
    /;\s*boundary=(?:"([^"]*)"|([^;]*))/i.exec(request.headers['content-type'] ?? '') ?? []
  if ((quoted ?? bare ?? '').length > LONGEST_BOUNDARY) throw new ConnectError('invalid-body')
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits })
  } catch (cause) {
    throw new ConnectError('invalid-body', { cause })
  }
}
