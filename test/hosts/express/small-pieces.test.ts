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

test('no more is read than anybody reads, however the pieces come', async () => {
  const seen: number[] = []
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const app = await startApp({
    routes: (site) =>
      site.post('/upload', async (request, response) => {
        await held
        seen.push(request.readableLength)
        let size = 0
        for await (const piece of request) size += piece.length
        seen.push(size)
        response.end('taken')
      }),
  })
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const size = 3000 * 1000
  socket.write(
    `POST /upload HTTP/1.1\r\nHost: market\r\nConnection: close\r\nContent-Length: ${size}\r\n\r\n`,
  )
  // Each piece on its own, so that each comes in another round of the event loop.
  const sending = (async () => {
    for (let sent = 0; sent < 3000; sent += 1) {
      if (!socket.write('a'.repeat(1000))) await once(socket, 'drain')
      if (sent < 300) await sleep(1)
    }
  })()
  await sleep(800)
  goOn()
  await sending
  socket.resume()
  await once(socket, 'close')
  expect(seen[0]).toBeLessThan(100_000)
  expect(seen[1]).toBe(size)
})
