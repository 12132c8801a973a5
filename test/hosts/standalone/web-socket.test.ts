import { EventEmitter, once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { echo, SESSION_COOKIE, startApplicationServer, startDashboard, TOKEN } from '../support.ts'

/** Echoes messages, and says what came with the handshake. */
function answerWebSockets(server: Server): void {
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    socket.send(JSON.stringify(request.headers))
    socket.on('message', (data, binary) => socket.send(data, { binary }))
  })
  onTestFinished(() => sockets.close())
}

async function start(handlers = {}) {
  const { url, server } = await startApplicationServer(echo)
  answerWebSockets(server)
  const dashboard = await startDashboard({ config: { applicationServer: url }, handlers })
  const open = (path: string, headers: Record<string, string> = {}) =>
    new WebSocket(dashboard.url.replace('http', 'ws') + path, { headers })
  return { dashboard, open, server }
}

test('messages pass both ways, with who is asking and without what may not be claimed', async () => {
  const { dashboard, open } = await start()
  const { browser, accountid, sessionid } = await dashboard.signedIn()
  const socket = open('/live', {
    cookie: `${SESSION_COOKIE}=${browser.cookies.get(SESSION_COOKIE)}; other=1`,
    X_Stripe_Accounts: '[]',
    'x-accountid': 'somebody',
  })
  const headers = JSON.parse(String((await once(socket, 'message'))[0]))
  expect(headers).toMatchObject({
    'x-accountid': accountid,
    'x-sessionid': sessionid,
    'x-application-server-token': TOKEN,
    cookie: 'other=1',
  })
  expect(headers).not.toHaveProperty('x_stripe_accounts')
  const large = Buffer.alloc(1_000_000, 7)
  socket.send(large)
  expect(((await once(socket, 'message'))[0] as Buffer).equals(large)).toBe(true)
  socket.close(4001, 'enough')
  expect((await once(socket, 'close'))[0]).toBe(4001)
})

test('a handler that answers keeps the person out of WebSockets too', async () => {
  const { open } = await start({
    server: [
      {
        after: (
          _request: unknown,
          response: { writeHead(status: number, headers: object): { end(): void } },
        ) => response.writeHead(303, { location: '/account/connect/create-stripe-account' }).end(),
      },
    ],
  })
  const socket = open('/live')
  const [, response] = await once(socket, 'unexpected-response')
  expect(response.statusCode).toBe(303)
  expect(response.headers.location).toBe('/account/connect/create-stripe-account')
  response.resume()
  await once(response, 'end')
})

test('what the application server refuses is refused in its words', async () => {
  const { url, server } = await startApplicationServer(echo)
  server.on('upgrade', (_request, socket) =>
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\nx-why: not you\r\n\r\nno'),
  )
  const dashboard = await startDashboard({ config: { applicationServer: url } })
  const socket = new WebSocket(dashboard.url.replace('http', 'ws'))
  const [, response] = await once(socket, 'unexpected-response')
  expect(response.statusCode).toBe(403)
  expect(response.headers['x-why']).toBe('not you')
  expect(String(await once(response, 'data'))).toBe('no')
})

test('without an application server behind, 502; on a path of the dashboard, 404', async () => {
  const { open, server } = await start()
  const [, own] = await once(open('/account/connect'), 'unexpected-response')
  expect(own.statusCode).toBe(404)
  server.close()
  await once(server, 'close')
  const [, away] = await once(open('/live'), 'unexpected-response')
  expect(away.statusCode).toBe(502)
  server.listen(0)
})

test('both ends learn when the other one is gone, and stopping ends what is open', async () => {
  const { dashboard, open } = await start()
  const socket = open('/live')
  await once(socket, 'message')
  const closed = once(socket, 'close')
  await dashboard.close()
  const [code] = await closed
  expect(code).toBe(1006)
})

test('a handler whose header cannot be sent is answered for instead of leaving the person waiting', async () => {
  const { open } = await start({
    proxy: [
      (_request: unknown, options: { headers: Record<string, string> }) => {
        options.headers['x-name'] = '山田'
      },
    ],
  })
  const [, response] = await once(open('/live'), 'unexpected-response')
  expect(response.statusCode).toBe(500)
})

test('a host that stops waits for no handshake', async () => {
  const { url, server } = await startApplicationServer(echo)
  const asked = once(server, 'upgrade')
  const dashboard = await startDashboard({ config: { applicationServer: url } })
  const socket = new WebSocket(dashboard.url.replace('http', 'ws'))
  socket.on('error', () => undefined)
  const [, late] = (await asked) as [unknown, Socket]
  onTestFinished(() => void late.destroy())
  await expect(dashboard.close()).resolves.toBeUndefined()
})

test('nobody keeps a connection that was refused', async () => {
  const { dashboard } = await start()
  const { hostname, port } = new URL(dashboard.url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  socket.write(
    'GET /account/connect HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\nand more',
  )
  socket.resume()
  await once(socket, 'end')
  const gone = once(socket, 'close').catch(() => [true])
  // The host has closed: it answers with a reset.
  socket.on('error', () => undefined)
  const writing = setInterval(() => socket.write('more'), 50)
  expect(await gone).toEqual([true])
  clearInterval(writing)
})

test('whoever leaves while it is found out who they are opens nothing', async () => {
  const { url, server } = await startApplicationServer(echo)
  const upgrades: unknown[] = []
  server.on('upgrade', (request) => upgrades.push(request.url))
  const steps = new EventEmitter()
  const handlers = {
    server: [
      {
        async after(request: { url: string }) {
          if (request.url !== '/live') return
          steps.emit('arrived')
          await once(steps, 'left')
        },
      },
    ],
  }
  const dashboard = await startDashboard({ config: { applicationServer: url }, handlers })
  const { hostname, port } = new URL(dashboard.url)
  const socket = connect({ host: hostname, port: Number(port) })
  const arrived = once(steps, 'arrived')
  socket.write('GET /live HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
  await arrived
  socket.resetAndDestroy()
  await once(socket, 'close')
  await fetch(dashboard.url)
  steps.emit('left')
  await fetch(dashboard.url)
  expect(upgrades).toEqual([])
})

test.each([
  ['WebSocket', '/live', 'websocket'],
  ['WebSocket on a path of the dashboard', '/account/connect', 'websocket'],
  ['HTTP/2', '/goods', 'h2c'],
])('whoever asks for %s before they have their last answer is let go', async (_what, path, upgrade) => {
  const asked = new EventEmitter()
  const { url } = await startApplicationServer((_request, response) => {
    asked.emit('slow')
    response.on('close', () => asked.emit('left'))
  })
  const dashboard = await startDashboard({ config: { applicationServer: url } })
  const { hostname, port } = new URL(dashboard.url)
  const socket = connect({ host: hostname, port: Number(port) })
  const slow = once(asked, 'slow')
  socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n')
  await slow
  const left = once(asked, 'left')
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: ${upgrade}\r\n\r\n`)
  expect(await text(socket)).toBe('')
  await left
})

test('what was refused and then broken off has nothing of ours in it', async () => {
  const { url, server } = await startApplicationServer(echo)
  server.on('upgrade', (_request, socket: Socket) => {
    socket.write('HTTP/1.1 403 Forbidden\r\ncontent-length: 500\r\n\r\nnot you')
    asked.once('read', () => socket.resetAndDestroy())
  })
  const asked = new EventEmitter()
  const dashboard = await startDashboard({ config: { applicationServer: url } })
  const socket = new WebSocket(dashboard.url.replace('http', 'ws'))
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  let body = ''
  response.on('data', (chunk) => {
    body += chunk
    asked.emit('read')
  })
  const broken = new Promise((resolve) => response.once('error', resolve))
  await broken
  expect(body).toBe('not you')
})

test('an application that only announces an answer, or answers in very small pieces, holds up nobody', async () => {
  const { url } = await startApplicationServer((request, response) => {
    if (request.url === '/announced') {
      const hint = () =>
        response.socket?.writable && response.writeEarlyHints({ link: '</a.css>; rel=preload' }, hint)
      return void hint()
    }
    response.writeHead(200)
    for (let count = 0; count < 20_000; count += 1) response.write('x')
    response.end()
  })
  const dashboard = await startDashboard({ config: { applicationServer: url } })
  const ask = async (path: string) => {
    const { hostname, port } = new URL(dashboard.url)
    const socket = connect(Number(port), hostname)
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`)
    let pieces = 0
    socket.on('data', () => {
      pieces += 1
    })
    return { answer: await text(socket), pieces }
  }
  expect((await ask('/announced')).answer).toContain('502 Bad Gateway')
  const { answer, pieces } = await ask('/pieces')
  expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe('x'.repeat(20_000))
  expect(pieces).toBeLessThan(1_000)
})
