import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkUpload, LARGEST_FILE } from '../../src/registration/upload-check.ts'
import { png } from '../support/picture.ts'
import { picture } from './answers.ts'

const check = (bytes: Buffer) => checkUpload(picture('front', 'passport.png', bytes))?.refusal

/** A JPEG up to its frame header, with an application segment and fill bytes before it. */
function jpeg(width: number, height: number, frame = 0xc0): Buffer {
  const header = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, frame, 0, 17, 8, 0, 0, 0, 0, 3])
  header.writeUInt16BE(height, 14)
  header.writeUInt16BE(width, 16)
  return header
}

test('pictures are known by their first bytes', () => {
  expect(check(png())).toBeUndefined()
  expect(check(jpeg(640, 480))).toBeUndefined()
  expect(check(jpeg(640, 480, 0xc2))).toBeUndefined()
  expect(check(Buffer.from('GIF89a........'))).toBe('refusal.file-type')
  expect(check(Buffer.from('<html>not a picture</html>'))).toBe('refusal.file-type')
})

test('the size of a JPEG stands behind any segments that a camera writes, not behind ten thousand', () => {
  const [beginning, rest] = [jpeg(640, 480).subarray(0, 2), jpeg(640, 480).subarray(2)]
  const behind = (...before: Buffer[]) => Buffer.concat([beginning, ...before, rest])
  const full = Buffer.concat([Buffer.from([0xff, 0xe1, 0xff, 0xff]), Buffer.alloc(0xfffd)])
  expect(check(behind(...Array.from({ length: 150 }, () => full)))).toBeUndefined()
  expect(check(behind(Buffer.alloc(10_000, 0xff)))).toBe('refusal.file-unreadable')
})

test('a PDF is taken, as Stripe takes one for every document', () => {
  for (const before of ['', '\ufeff', '\r\n', '\ufeff\n'])
    expect(check(Buffer.from(`${before}%PDF-1.7\n`)), JSON.stringify(before)).toBeUndefined()
  expect(check(Buffer.from('text'))).toBe('refusal.file-type')
})

test('a picture has at most 8000 pixels to a side', () => {
  expect(check(png(8000, 1))).toBeUndefined()
  expect(check(png(8001, 1))).toBe('refusal.picture-too-large')
  expect(check(jpeg(100, 8000))).toBeUndefined()
  expect(check(jpeg(100, 8001))).toBe('refusal.picture-too-large')
})

test('a file has at most 10 MB and at least something', () => {
  const full = (length: number) => Buffer.concat([png(), Buffer.alloc(length - png().length)])
  expect(check(full(LARGEST_FILE))).toBeUndefined()
  expect(check(full(LARGEST_FILE + 1))).toBe('refusal.file-too-large')
  expect(check(Buffer.alloc(0))).toBe('refusal.file-empty')
})

test('what is cut off or damaged is refused and never read beyond its end', () => {
  const pieces = [
    png().subarray(0, 20),
    png().subarray(0, -12),
    jpeg(640, 480).subarray(0, 12),
    jpeg(0, 0),
    Buffer.from([0xff, 0xd8, 0xff]),
  ]
  for (const bytes of pieces) expect(check(bytes)).toBe('refusal.file-unreadable')
  const damaged = fc.tuple(fc.constantFrom(png(), jpeg(64, 64)), fc.nat(40), fc.uint8Array({ maxLength: 40 }))
  fc.assert(
    fc.property(damaged, ([whole, keep, noise]) => {
      const refusal = check(Buffer.concat([whole.subarray(0, keep), noise]))
      expect(refusal === undefined || refusal.startsWith('refusal.')).toBe(true)
    }),
  )
})
