/** A visitor who holds every connection allowed keeps nobody else out. */
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { behind } from '../support.ts'

const MOST = 12

async function start() {
  let asked = 0
  const dashboard = await behind(
    (request, response) => {
      if (request.url !== '/slow') return response.end('served')
      asked += 1
      response.once('close', () => {
        asked -= 1
      })
    },
    { mostConnections: MOST },
  )
  const open = new Set<Socket>()
  /** @param from the visitor's address, which this machine must have */
  const visit = (bytes: string, from = '127.0.0.1') => {
    const { hostname, port } = new URL(dashboard.url)
    const socket = connect({ host: hostname, port: Number(port), localAddress: from })
    socket.on('error', () => undefined).on('close', () => open.delete(socket))
    onTestFinished(() => void socket.destroy())
    open.add(socket)
    socket.write(bytes)
    let said = ''
    socket.on('data', (chunk) => {
      said += chunk
    })
    return { socket, said: () => said }
  }
  return { visit, open: () => open.size, asked: () => asked }
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`

test('connections on which nothing is asked make room for whoever asks', async () => {
  const { visit, open } = await start()
  for (let at = 0; at < 2 * MOST; at += 1) visit('GET / HTTP/1.1\r\nhost: x\r\n')
  await expect.poll(open).toBeLessThanOrEqual(MOST)
  for (const from of ['127.0.0.1', '127.0.0.2']) {
    const visitor = visit(get('/'), from)
    await expect.poll(visitor.said).toContain('served')
  }
})

test('connections of whoever has the most make room for somebody else, not for more of theirs', async () => {
  const { visit, open, asked } = await start()
  for (let at = 0; at < 2 * MOST; at += 1) visit(get('/slow'))
  // Each that is kept takes a second connection, to the application server.
  const held = MOST / 2
  await expect.poll(() => [open(), asked()]).toEqual([held, held])
  const own = visit(get('/slow'))
  await expect.poll(() => own.socket.closed).toBe(true)
  expect(open()).toBe(held)
  const other = visit(get('/'), '127.0.0.2')
  await expect.poll(other.said).toContain('served')
  const another = visit(get('/account/signin'), '127.0.0.3')
  await expect.poll(another.said).toContain('200 OK')
})
