/** Connections to a silent application server: they end when the visitor leaves, and count towards the limit. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type DashboardOptions, startDashboard } from '../support.ts'

const HANDSHAKE = 'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n'
const get = (more = '') => `GET /slow HTTP/1.1\r\nhost: x\r\n${more}\r\n`

/** An application server that accepts requests and says nothing. */
async function startSilent(options: DashboardOptions = {}, { allowHalfOpen = false } = {}) {
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen }, (socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => open.add(socket))
    socket.once('close', () => open.delete(socket))
    socket.resume()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const applicationServer = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const dashboard = await startDashboard({ ...options, config: { applicationServer } })
  const { hostname, port } = new URL(dashboard.url)
  const visit = (request: string): Socket => {
    const visitor = connect({ host: hostname, port: Number(port) })
    visitor.on('error', () => undefined)
    onTestFinished(() => void visitor.destroy())
    visitor.write(request)
    return visitor
  }
  return { visit, waiting: () => open.size, answer: (text: string) => [...open].map((it) => it.write(text)) }
}

test.each([
  ['a plain request', get(), 0],
  ['an upgrade', get(HANDSHAKE), 0],
  ['an upgrade with bytes sent ahead', get(HANDSHAKE), 1000],
  ['an upgrade with as many bytes sent ahead as are kept', get(HANDSHAKE), 60_000],
])('%s ends at the application server when its visitor leaves', async (_what, request, ahead) => {
  const { visit, waiting } = await startSilent()
  for (const leave of ['destroy', 'resetAndDestroy', 'end'] as const) {
    const visitor = visit(request)
    await expect.poll(waiting).toBe(1)
    if (ahead > 0) await new Promise((resolve) => visitor.write(Buffer.alloc(ahead), resolve))
    visitor[leave]()
    await expect.poll(waiting, { timeout: 5000 }).toBe(0)
  }
})

test('a joined WebSocket ends with its visitor, though the application server does not end its side', async () => {
  const { visit, waiting, answer } = await startSilent({}, { allowHalfOpen: true })
  const visitor = visit(get(HANDSHAKE))
  await expect.poll(waiting).toBe(1)
  answer('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
  await once(visitor, 'data')
  visitor.end()
  // The application server's next bytes show that the visitor has left.
  const said = () => {
    answer('x')
    return waiting()
  }
  await expect.poll(said, { timeout: 20_000 }).toBe(0)
})

test('a visitor who sends a lot ahead of an upgrade is let go', async () => {
  const { visit, waiting } = await startSilent()
  const visitor = visit(get(HANDSHAKE))
  await expect.poll(waiting).toBe(1)
  const gone = new Promise((resolve) => visitor.once('close', resolve))
  visitor.write(Buffer.alloc(1_000_000))
  await gone
  await expect.poll(waiting).toBe(0)
})

test.each([
  ['plain requests', get()],
  ['upgrades', get(HANDSHAKE)],
])('the connections that %s wait on count for the limit of connections', async (_what, request) => {
  const { visit, waiting, answer } = await startSilent({ mostConnections: 10 })
  const closed: Socket[] = []
  const visitors = Array.from({ length: 30 }, () => {
    const visitor = visit(request)
    visitor.resume().once('close', () => closed.push(visitor))
    return visitor
  })
  await expect.poll(waiting).toBeGreaterThan(0)
  await expect.poll(() => visitors.length - closed.length + waiting()).toBeLessThanOrEqual(10)
  expect(closed.length).toBeLessThan(visitors.length)
  // Visitors who leave make room.
  for (const visitor of visitors) visitor.destroy()
  await expect.poll(waiting).toBe(0)
  const last = visit(request)
  await expect.poll(waiting).toBe(1)
  answer('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine')
  expect(String((await once(last, 'data'))[0])).toContain('200 OK')
})
