/**
 * Checks an uploaded file before it goes to Stripe: its real type, its size and its pixels.
 *
 * @see https://docs.stripe.com/file-upload#uploading-a-file
 * @module
 */
import type { UploadedFile } from '../web/route.ts'
import type { Refusal } from './fields/parse.ts'

/** Stripe's limit for documents. */
export const LARGEST_FILE = 10 * 1024 * 1024

/** Stripe's limit for the width and height of a picture, in pixels. */
const LARGEST_SIDE = 8000

type FileType = 'image/jpeg' | 'image/png' | 'application/pdf'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])
const PNG_END = Buffer.from('IEND')

/** @returns why the file is refused, or undefined when nothing is wrong with it */
export function checkUpload({ bytes }: UploadedFile): Refusal | undefined {
  if (bytes.length === 0) return { refusal: 'refusal.file-empty' }
  if (bytes.length > LARGEST_FILE)
    return { refusal: 'refusal.file-too-large', values: { megabytes: LARGEST_FILE / 2 ** 20 } }
  const type = fileType(bytes)
  if (!type) return { refusal: 'refusal.file-type' }
  if (type === 'application/pdf') return undefined
  const size = type === 'image/png' ? pngSize(bytes) : jpegSize(bytes)
  if (!size) return { refusal: 'refusal.file-unreadable' }
  const fits = size.width <= LARGEST_SIDE && size.height <= LARGEST_SIDE
  return fits ? undefined : { refusal: 'refusal.picture-too-large', values: { pixels: LARGEST_SIDE } }
}

/** The type by the file's first bytes: the name and type that a browser sends prove nothing. */
function fileType(bytes: Buffer): FileType | undefined {
  const startsWith = (signature: Buffer) => bytes.subarray(0, signature.length).equals(signature)
  if (startsWith(PNG)) return 'image/png'
  if (startsWith(JPEG)) return 'image/jpeg'
  return isPdf(bytes) ? 'application/pdf' : undefined
}

/** Some programs write a byte order mark or an empty line before the header, and every reader looks behind it. */
function isPdf(bytes: Buffer): boolean {
  return /^(ï»¿)?\s{0,8}%PDF-/.test(bytes.toString('latin1', 0, 16))
}

interface Size {
  width: number
  height: number
}

/** The header chunk comes first. Without the last one the picture is cut off. @see https://www.w3.org/TR/png/#11IHDR */
function pngSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR' || !bytes.includes(PNG_END))
    return undefined
  return positive({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) })
}

/** Segments before the size: a picture of 10 MB has at most 160 full ones. A file of nothing but markers would take long. */
const MOST_SEGMENTS = 5_000

/** Walks the segments up to the frame header. @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2 */
function jpegSize(bytes: Buffer): Size | undefined {
  let at = 2
  for (let seen = 0; seen < MOST_SEGMENTS && at + 9 <= bytes.length && bytes[at] === 0xff; seen += 1) {
    const marker = bytes.readUInt8(at + 1)
    if (isFrameHeader(marker))
      return positive({ width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) })
    // Any number of fill bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

/** SOF0 to SOF15, except three markers with other meanings: Huffman tables, extensions, arithmetic coding. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
}

function positive(size: Size): Size | undefined {
  return size.width > 0 && size.height > 0 ? size : undefined
}
