/** A form with files that is slow to parse: some bytes cost a hundred times as much as most. */
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { setImmediate as nextRound } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { holdFor } from '../../src/web/body-rules.ts'
import { readForm } from '../../src/web/read-body.ts'

const MB = 1024 * 1024

/** A request whose body comes in one piece. */
function request(body: Buffer, boundary: string): IncomingMessage {
  const headers = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': String(body.length),
  }
  return Object.assign(Readable.from([body], { objectMode: false }), { headers, complete: true }) as never
}

function read(body: Buffer, boundary: string) {
  const { text } = holdFor(undefined, '192.0.2.1')
  return readForm(request(body, boundary), { text: 128 * 1024, hold: text }).finally(() => text.release())
}

const head = (boundary: string) =>
  `--${boundary}\r\ncontent-disposition: form-data; name="front"; filename="a.png"\r\n\r\n`

describe('a body', () => {
  test('that is nothing but line ends lets others have their turn', async () => {
    const boundary = 'b'.repeat(70)
    const body = Buffer.concat([
      Buffer.from(head(boundary)),
      Buffer.alloc(16 * MB, '\r'),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
    let isRead = false
    const reading = read(body, boundary).then((form) => {
      isRead = true
      return form
    })
    let rounds = 0
    while (!isRead) {
      await nextRound()
      rounds += 1
    }
    expect((await reading).unkept).toEqual([{ field: 'front', name: 'a.png' }])
    expect(rounds).toBeGreaterThan(3)
  })

  test.each([71, 250, 5_000])('with a boundary of %i characters is no form', async (length) => {
    const boundary = 'b'.repeat(length)
    const body = Buffer.from(`${head(boundary)}\r\n--${boundary}--\r\n`)
    await expect(read(body, boundary)).rejects.toMatchObject({ code: 'invalid-body', status: 400 })
    await expect(read(body, `"${boundary}"`)).rejects.toMatchObject({ code: 'invalid-body', status: 400 })
  })
})
