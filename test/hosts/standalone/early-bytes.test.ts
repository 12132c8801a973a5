/**
 * CVE-2026-2833: bytes that a visitor sends after a handshake, before the application server agrees to it, go nowhere. An
 * application server that goes on in HTTP would read them as this host's next request, with no word of who is asking.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { startDashboard } from '../support.ts'

const EARLY = 'GET /smuggled HTTP/1.1\r\nhost: x\r\nx-accountid: somebody\r\n\r\n'
const HANDSHAKE =
  'GET /live HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\r\n'

/** An application server that answers everything with the same bytes, and keeps what it received. */
async function startRaw(answer: (socket: Socket) => void) {
  let seen = ''
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => answer(socket))
    socket.on('data', (chunk) => {
      seen += chunk
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const applicationServer = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const dashboard = await startDashboard({ config: { applicationServer } })
  const { hostname, port } = new URL(dashboard.url)
  const visitor = connect({ host: hostname, port: Number(port) })
  onTestFinished(() => void visitor.destroy())
  return { visitor, seen: () => seen }
}

test.each([
  ['200', 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine', /^HTTP\/1\.1 200 OK\r\n.*fine$/s],
  ['a refusal without an end', 'HTTP/1.1 403 Forbidden\r\n\r\nno', /^HTTP\/1\.1 403 /],
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\nfoo',
    /^HTTP\/1\.1 502 /,
  ],
  [
    'another protocol beside',
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c, websocket\r\n\r\nfoo',
    /^HTTP\/1\.1 502 /,
  ],
  ['no protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\nfoo', /^HTTP\/1\.1 502 /],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', /^HTTP\/1\.1 502 /],
  ['the end', '', /^HTTP\/1\.1 502 /],
])(
  'an application server that answers with %s is sent nothing of it (CVE-2026-2833)',
  async (_what, answer, expected) => {
    const { visitor, seen } = await startRaw((socket) => {
      socket.write(answer)
      setTimeout(() => socket.end(), 200)
    })
    visitor.write(HANDSHAKE + EARLY)
    visitor.write(EARLY)
    expect(await text(visitor)).toMatch(expected)
    expect(seen()).toMatch(/^GET \/live /)
    expect(seen()).not.toContain('smuggled')
  },
)

test('an application server that says nothing is sent nothing of it (CVE-2026-2833)', async () => {
  const { visitor, seen } = await startRaw(() => undefined)
  visitor.write(HANDSHAKE + EARLY)
  await expect.poll(seen).not.toBe('')
  visitor.write(EARLY)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(seen()).toMatch(/^GET \/live /)
  expect(seen()).not.toContain('smuggled')
})

test('an application server that agrees is sent all of it, in order', async () => {
  const { visitor, seen } = await startRaw((socket) => {
    setTimeout(
      () =>
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nx-a: 1\r\n\r\nhello',
        ),
      200,
    )
  })
  visitor.write(`${HANDSHAKE}one, `)
  visitor.write('two')
  let told = ''
  visitor.on('data', (chunk) => {
    told += chunk
  })
  await expect.poll(() => told).toMatch(/^HTTP\/1\.1 101 .*x-a: 1\r\n.*hello$/s)
  await expect.poll(seen).toMatch(/\r\n\r\none, two$/)
})

test('an application server that switches protocols without being asked is answered for', async () => {
  const { visitor } = await startRaw((socket) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\nfoo'),
  )
  visitor.write('GET /goods HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  expect(await text(visitor)).toMatch(/^HTTP\/1\.1 502 /)
})
