import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readAtMost } from '../../src/core/read-at-most.ts'
import { startApplicationServer } from '../hosts/support.ts'

test('what keeps within the limit is read whole', async () => {
  expect((await readAtMost(5, new Response('hello'))).toString()).toBe('hello')
  expect((await readAtMost(5, new Response(null))).length).toBe(0)
  await expect(readAtMost(4, new Response('hello'))).rejects.toThrow(RangeError)
})

test('few bytes that unpack to many are given up, too', async () => {
  const { url } = await startApplicationServer((_request, response) => {
    response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000)))
  })
  await expect(readAtMost(1_000_000, await fetch(url))).rejects.toThrow(RangeError)
})
