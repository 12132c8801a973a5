/** A client decides into how many pieces it cuts a body. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { authenticate, startApp } from './support.ts'

const PIECES = 9_000

/** Sends a request whose body comes in pieces of one byte, all in one write. */
function inBytes(url: string, path: string, headers: string[], pieces: number): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  const head = [`POST ${path} HTTP/1.1`, 'Host: market', 'Transfer-Encoding: chunked', ...headers, '', '']
  socket.write(head.join('\r\n') + '1\r\na\r\n'.repeat(pieces))
  return socket
}

/** Pieces that Node keeps of a body that nobody has read yet. */
const kept = (request: Request) =>
  (request as unknown as { _readableState: { buffer: { length: number } } })._readableState.buffer.length

test('a body is kept in few pieces while the person is looked up, and arrives whole', async () => {
  const seen: { kept: number; text: string }[] = []
  const app = await startApp({
    // Looks the person up as an app does, in its database.
    authenticate: async (request) => {
      await sleep(200)
      return authenticate(request)
    },
    routes: (site) =>
      site.post('/upload', async (request, response) => {
        const before = kept(request)
        let text = ''
        for await (const piece of request) text += piece
        seen.push({ kept: before, text })
        response.end('taken')
      }),
  })
  const socket = inBytes(app.url, '/upload', ['x-test-user: ada', 'Connection: close'], PIECES)
  socket.write('5\r\n12345\r\n0\r\n\r\n')
  let answer = ''
  for await (const piece of socket) answer += piece
  expect(answer).toContain('taken')
  expect(seen).toHaveLength(1)
  expect(seen[0]?.text).toBe(`${'a'.repeat(PIECES)}12345`)
  expect(seen[0]?.kept).toBeLessThan(20)
})

test.each([
  ['a form', '/account/connect/create-stripe-account'],
  ['a webhook', '/webhooks/connect/index-connect-data'],
])('nobody waits for %s in more pieces than any client sends', async (_what, path) => {
  const app = await startApp()
  await app.connect.ready()
  const socket = inBytes(app.url, path, ['stripe-signature: t=1,v1=a'], 3 * PIECES)
  socket.resume()
  await once(socket, 'close')
})
