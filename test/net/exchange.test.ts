/** Whatever a server does instead of answering, the request ends in time and leaves nothing behind. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchange, NoAnswerError, type Question } from '../../src/net/exchange.ts'
import { endless, raw, speaks } from '../stripe/faulty-stripe.ts'
import { eventually } from '../support/eventually.ts'

/** Milliseconds that a request may take. */
const TIME = 300

const LIMITS = { milliseconds: TIME, bytes: 4 * 1024 * 1024 }

let server: Server
let answer: (socket: Socket, request: Buffer) => void
const sockets = new Set<Socket>()

beforeAll(async () => {
  // As a broken server might, it keeps its side open when the other side closes.
  server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('end', () => socket.destroy())
    socket.on('data', (request) => answer(socket, request))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

const question = (more: Partial<Question> = {}): Question => ({
  protocol: 'http',
  host: '127.0.0.1',
  port: (server.address() as AddressInfo).port,
  method: 'POST',
  path: '/v1/accounts',
  headers: { 'content-length': 2 },
  body: '{}',
  ...more,
})

const SWITCHING = '101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x'
const OK = 'HTTP/1.1 200 OK\r\n'

const INSTEAD: Record<string, (socket: Socket) => void> = {
  nothing: () => undefined,
  'a closed connection': raw(''),
  'a broken connection': (socket) => void socket.resetAndDestroy(),
  'another protocol': speaks(SWITCHING),
  'another protocol, and its bytes': (socket) => socket.write(`HTTP/1.1 ${SWITCHING}\r\n\r\n\0\0\0`),
  'another protocol, closed': raw(`HTTP/1.1 ${SWITCHING}\r\n\r\n`),
  'a newer version of HTTP': speaks('101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c'),
  'another protocol of no name': speaks('101 Switching Protocols'),
  'a hint': speaks('100 Continue'),
  'a promise': speaks('102 Processing'),
  'early hints': speaks('103 Early Hints\r\nlink: </a>'),
  'a status of no meaning': speaks('199 Almost'),
  'hints without an end': endless('HTTP/1.1 103 Early Hints\r\n\r\n', { head: '', pause: 20 }),
  'a head without an end': endless('x: y\r\n', { head: OK, pause: 20 }),
  'half a head': raw(OK),
  'a body that does not come': speaks('200 OK\r\ncontent-length: 2'),
  'a body that ends early': raw(`${OK}content-length: 20\r\n\r\n{}`),
  'a body without an end': endless(' ', { pause: 20 }),
  'a piece of no size': raw(`${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`),
  'a note on a chunk without an end': endless('x'.repeat(1000), {
    head: `${OK}transfer-encoding: chunked\r\n\r\n1;`,
  }),
  'two lengths': raw(`${OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`),
  'an upgrade after the answer': speaks(`200 OK\r\nconnection: upgrade\r\nupgrade: x`),
  'HTTP/2': raw('\0\0\0\x04\0\0\0\0\0'),
  'no HTTP': raw('SSH-2.0-OpenSSH_9.2\r\n'),
}

describe('a request ends, and so does its connection, when a server answers it with', () => {
  test.each(Object.entries(INSTEAD))('%s', async (_name, instead) => {
    answer = instead
    await expect(exchange(question(), LIMITS)).rejects.toThrow(NoAnswerError)
    await eventually(() => expect(sockets).toHaveLength(0))
  })

  test.each(Object.entries(INSTEAD))('%s, once it has answered another', async (_name, instead) => {
    answer = (socket) => void socket.write(`${OK}content-length: 2\r\n\r\n{}`)
    await exchange(question(), { ...LIMITS, milliseconds: 10_000 })
    expect(sockets).toHaveLength(1)
    answer = instead
    await expect(exchange(question(), LIMITS)).rejects.toThrow(NoAnswerError)
    await eventually(() => expect(sockets).toHaveLength(0))
  })

  test('nothing, where a connection is to be encrypted first', async () => {
    answer = () => undefined
    await expect(exchange(question({ protocol: 'https' }), LIMITS)).rejects.toThrow(NoAnswerError)
    await eventually(() => expect(sockets).toHaveLength(0))
  })
})

test('an answer that is there is not thrown away by what comes after it', async () => {
  answer = (socket) => void socket.write(`${OK}content-length: 2\r\n\r\n{}HTTP/1.1 ${SWITCHING}\r\n\r\n`)
  const { status, body } = await exchange(question(), { ...LIMITS, milliseconds: 10_000 })
  expect([status, body.toString()]).toEqual([200, '{}'])
  await delay(50)
  answer = (socket) => void socket.write(`${OK}content-length: 2\r\n\r\n[]`)
  expect((await exchange(question(), { ...LIMITS, milliseconds: 10_000 })).body.toString()).toBe('[]')
})
