import { METHODS } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { some } from '../../support/breadth.ts'
import { behind, type Dashboard } from '../support.ts'

/** Sends bytes and reads until the connection is closed. */
function exchange({ url }: Dashboard, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.write(bytes)
  return text(socket)
}

/** What the application server sees: one line for each request. */
async function start() {
  const seen: string[] = []
  const dashboard = await behind(async (request, response) => {
    const body = await text(request)
    seen.push([request.method, request.url, body].join(' ').trim())
    response.end('ok')
  })
  return { dashboard, seen }
}

const LAST = 'GET /last HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n'

const BODIES = {
  'a length': `content-length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  chunks: `transfer-encoding: chunked\r\n\r\n${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
}

describe.each([
  ['TRACE /goods', ''],
  ['TRACE /account', ''],
  ['TRACE /healthz', ''],
  ['TRACE /goods', 'max-forwards: 0\r\n'],
  ['TRACE http://market.example/goods', ''],
  ['TRACE /goods', 'connection: upgrade\r\nupgrade: h2c\r\n'],
  ['TRACE /live', 'connection: upgrade\r\nupgrade: websocket\r\n'],
  ['CONNECT 127.0.0.1:22', ''],
  ['CONNECT market.example:443', 'connection: upgrade\r\nupgrade: websocket\r\n'],
])('%s (%j)', (line, headers) => {
  test('is refused with what is allowed, and ends the connection', async () => {
    const { dashboard, seen } = await start()
    const answer = await exchange(dashboard, `${line} HTTP/1.1\r\nhost: x\r\n${headers}\r\n${SMUGGLED}`)
    expect(answer).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\n/)
    const [, allowed = ''] = /\r\nallow: (.*)\r\n/i.exec(answer) ?? []
    expect(allowed.split(', ')).toEqual(expect.arrayContaining(['GET', 'HEAD', 'POST', 'PROPFIND']))
    expect(allowed).not.toMatch(/TRACE|CONNECT/)
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
    expect(seen).toEqual([])
  })
})

test('a tunnel that is asked for behind another request is not refused within its answer', async () => {
  const { dashboard } = await start()
  const answer = await exchange(
    dashboard,
    'GET /slow HTTP/1.1\r\nhost: x\r\n\r\nCONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n',
  )
  expect(answer).not.toContain('405')
})

const PASSED = METHODS.filter((method) => method !== 'TRACE' && method !== 'CONNECT')

describe.each(Object.entries(BODIES))('CVE-2026-29057: a body with %s', (_kind, body) => {
  test.each(some(PASSED, 3))('of %s stays one', async (method) => {
    const { dashboard, seen } = await start()
    const request = `${method} /goods HTTP/1.1\r\nhost: x\r\n${body}`
    const answer = await exchange(dashboard, request + LAST)
    expect(answer.match(/HTTP\/1\.1 200/g), answer).toHaveLength(2)
    expect(seen).toEqual([`${method} /goods ${SMUGGLED}`.trim(), 'GET /last'])
  })
})

test.each(PASSED)('%s without a body passes', async (method) => {
  const { dashboard, seen } = await start()
  await exchange(dashboard, `${method} /goods HTTP/1.1\r\nhost: x\r\n\r\n${LAST}`)
  expect(seen).toEqual([`${method} /goods`, 'GET /last'])
})

test.each(['OPTIONS *', 'GET market.example:80', 'GET ftp://market.example/', 'get /goods', 'TRACK /goods'])(
  '%s is refused',
  async (line) => {
    const { dashboard, seen } = await start()
    expect(await exchange(dashboard, `${line} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /)
    expect(seen).toEqual([])
  },
)

test('an absolute address is its path, for the dashboard and the application server alike', async () => {
  const { dashboard, seen } = await start()
  const ask = (target: string) =>
    exchange(dashboard, `GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
  expect(await ask('http://elsewhere.example/account')).toMatch(/^HTTP\/1\.1 303 .*\/account\/signin/s)
  expect(await ask('HTTP://elsewhere.example/a/../account')).toMatch(/^HTTP\/1\.1 303 /)
  await ask('http://elsewhere.example/goods?x=1')
  expect(seen).toEqual(['GET /goods?x=1'])
})

test('what is expected is granted or refused here', async () => {
  const { dashboard, seen } = await start()
  const post = (expect: string) =>
    `POST /order HTTP/1.1\r\nhost: x\r\nexpect: ${expect}\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc`
  expect(await exchange(dashboard, post('100-continue'))).toMatch(/^HTTP\/1\.1 100 .*HTTP\/1\.1 200 /s)
  expect(await exchange(dashboard, post('a-tip'))).toMatch(/^HTTP\/1\.1 417 /)
  expect(seen).toEqual(['POST /order abc'])
})
