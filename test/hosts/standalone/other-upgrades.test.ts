import http from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { behind, type Echo, echo, send, startApplicationServer, startDashboard } from '../support.ts'

/** Java's HttpClient and `curl --http2` send this with every request to a plain-text address. */
const OFFER = {
  connection: 'Upgrade, HTTP2-Settings',
  upgrade: 'h2c',
  'http2-settings': 'AAMAAABkAAQCAAAAAAIAAAAA',
}

test('a page of the dashboard is answered in HTTP/1.1', async () => {
  const dashboard = await startDashboard()
  const page = await send(`${dashboard.url}/account/signin`, { headers: OFFER })
  expect(page.statusCode).toBe(200)
  expect(page.text).toContain('</html>')
})

test('a request for the application server arrives without the offer and with its body', async () => {
  const dashboard = await behind(echo)
  const body = 'é'.repeat(100_000)
  const answer = await send(`${dashboard.url}/order?x=1`, { method: 'POST', headers: OFFER }, body)
  const seen = JSON.parse(answer.text) as Echo
  expect(seen).toMatchObject({ method: 'POST', url: '/order?x=1', body })
  expect(seen.headers).not.toHaveProperty('upgrade')
  expect(seen.headers).not.toHaveProperty('http2-settings')
})

test('the connection goes on afterwards', async () => {
  const dashboard = await behind(echo)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const sockets = new Set<unknown>()
  for (const path of ['/one', '/account/signin', '/two']) {
    const answer = await send(dashboard.url + path, {
      agent,
      headers: { ...OFFER, connection: 'keep-alive, Upgrade, HTTP2-Settings' },
    })
    expect(answer.statusCode).toBe(200)
    sockets.add(answer.socket)
  }
  expect(sockets.size).toBe(1)
  agent.destroy()
})

test('none passes beside WebSocket, nor in a request that is no handshake', async () => {
  const upgraded: http.IncomingHttpHeaders[] = []
  const { url, server } = await startApplicationServer(echo)
  server.on('upgrade', ({ headers }: http.IncomingMessage, socket) => {
    upgraded.push(headers)
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
  })
  const dashboard = await startDashboard({ config: { applicationServer: url } })
  const headers = { ...OFFER, connection: 'Upgrade', upgrade: 'h2c, websocket' }
  expect((await send(`${dashboard.url}/live`, { headers })).statusCode).toBe(403)
  expect(upgraded).toMatchObject([{ upgrade: 'websocket' }])
  expect(upgraded[0]).not.toHaveProperty('http2-settings')

  const order = await send(`${dashboard.url}/order`, { method: 'POST', headers }, 'a table')
  expect(JSON.parse(order.text)).toMatchObject({ method: 'POST', body: 'a table' })
  expect(upgraded).toHaveLength(1)
})

test('a body stays one, behind more headers than Node reads by itself', async () => {
  const seen: string[] = []
  const dashboard = await behind((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    request.resume()
    response.end()
  })
  const { hostname, port } = new URL(dashboard.url)
  const socket = connect({ host: hostname, port: Number(port) })
  const body = 'GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n'
  socket.write('POST /order HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n')
  socket.write('a:\r\n'.repeat(990))
  socket.write(
    `content-length: ${body.length}\r\n\r\n${body}GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
  )
  await text(socket)
  expect(seen.toSorted()).toEqual(['GET /last', 'POST /order'])
})
