/**
 * Checks a file before it goes to Stripe: its real type, its size and its pixels. It runs in browsers, too.
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

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff]
const PNG_END = [...'IEND'].map((letter) => letter.charCodeAt(0))

/** @returns why the file is refused, or undefined when nothing is wrong with it */
export function checkUpload({ bytes }: Pick<UploadedFile, 'bytes'>): Refusal | undefined {
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
function fileType(bytes: Uint8Array): FileType | undefined {
  if (hasAt(bytes, 0, PNG)) return 'image/png'
  if (hasAt(bytes, 0, JPEG)) return 'image/jpeg'
  return isPdf(bytes) ? 'application/pdf' : undefined
}

/** Some programs write a byte order mark or an empty line before the header, and every reader looks behind it. */
function isPdf(bytes: Uint8Array): boolean {
  return /^(ï»¿)?\s{0,8}%PDF-/.test(latin(bytes, 0, 16))
}

function hasAt(bytes: Uint8Array, at: number, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte)
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to))
}

function numbersOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

interface Size {
  width: number
  height: number
}

/** The header chunk comes first. Without the last one the picture is cut off. @see https://www.w3.org/TR/png/#11IHDR */
function pngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 24 || latin(bytes, 12, 16) !== 'IHDR' || !hasEnd(bytes)) return undefined
  const numbers = numbersOf(bytes)
  return positive({ width: numbers.getUint32(16), height: numbers.getUint32(20) })
}

/** From behind: the last chunk is short, and little comes after it. */
function hasEnd(bytes: Uint8Array): boolean {
  const [first = 0] = PNG_END
  let at = bytes.lastIndexOf(first)
  while (at > 0 && !hasAt(bytes, at, PNG_END)) at = bytes.lastIndexOf(first, at - 1)
  return at > 0
}

/** Segments before the size: a picture of 10 MB has at most 160 full ones. A file of nothing but markers would take long. */
const MOST_SEGMENTS = 5_000

/** Walks the segments up to the frame header. @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2 */
function jpegSize(bytes: Uint8Array): Size | undefined {
  const numbers = numbersOf(bytes)
  let at = 2
  for (let seen = 0; seen < MOST_SEGMENTS && at + 9 <= bytes.length && bytes[at] === 0xff; seen += 1) {
    const marker = numbers.getUint8(at + 1)
    if (isFrameHeader(marker))
      return positive({ width: numbers.getUint16(at + 7), height: numbers.getUint16(at + 5) })
    // Any number of fill bytes may stand before a marker.
    at += marker === 0xff ? 1 : 2 + numbers.getUint16(at + 2)
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
