import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { guardBodies } from '../../../src/hosts/dashboard/guard-bodies.ts'
import { standInForDashboard } from './stand-in.ts'

const LAST = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'

let ask: (requests: string) => Promise<string>

beforeEach(async () => {
  const receiveRequest: RequestListener = (_request, response) => void response.end('answered')
  await standInForDashboard({ 'index.js': {}, 'src/server.js': { receiveRequest } })
  guardBodies()
  const server = createServer(receiveRequest).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  ask = (requests) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write(requests)
    return text(socket)
  }
})

test('requests that expect something unknown do not keep others from their turn', async () => {
  let round = 0
  const count = () => {
    round += 1
    counting = setImmediate(count)
  }
  let counting = setImmediate(count)
  const rounds: number[] = []
  const note = () => rounds.push(round)
  subscribe('http.server.response.finish', note)
  onTestFinished(() => {
    clearImmediate(counting)
    unsubscribe('http.server.response.finish', note)
  })
  const one = 'POST / HTTP/1.1\r\nhost: x\r\nexpect: n\r\ncontent-length: 2\r\n\r\n{}'
  expect(await ask(one.repeat(200))).toMatch(/^HTTP\/1.1 417 /)
  const inOneRound = rounds.map((each) => rounds.filter((other) => other === each).length)
  expect(Math.max(...inOneRound)).toBeLessThanOrEqual(2)
})

test('one that expects to be told to go on is, and one without a host is refused', async () => {
  const goingOn = 'POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 0\r\n\r\n'
  expect(await ask(goingOn + LAST)).toMatch(/^HTTP\/1.1 100 .*answered.*answered/s)
  expect(await ask(`GET / HTTP/1.1\r\n\r\n${LAST}`)).toMatch(/^HTTP\/1.1 400 .*\r\n\r\n$/s)
  expect(await ask('GET / HTTP/1.0\r\n\r\n')).toContain('answered')
})
