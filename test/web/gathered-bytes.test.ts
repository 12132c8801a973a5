import { expect, test } from 'vitest'
import { GatheredBytes } from '../../src/web/gathered-bytes.ts'

test.each([1, 1000, 4096, 4097, 65_536])('pieces of %i bytes are put together as they came', (size) => {
  const sent = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251))
  const bytes = new GatheredBytes()
  for (let from = 0; from < sent.length; from += size) {
    const piece = Buffer.from(sent.subarray(from, from + size))
    bytes.add(piece)
    // `GatheredBytes` must have copied the piece.
    piece.fill(0)
  }
  expect(bytes.take().equals(sent)).toBe(true)
  expect(bytes.take()).toHaveLength(0)
})

test('more than the largest block is put together too', () => {
  const sent = Buffer.alloc(5_000_000, 'abc')
  const bytes = new GatheredBytes()
  bytes.add(sent)
  bytes.add(Buffer.alloc(0))
  expect(bytes.take().equals(sent)).toBe(true)
})
