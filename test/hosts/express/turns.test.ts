import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { RequestHandler } from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { startApp } from './support.ts'

const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nhost: x\r\n${more}\r\n`

test('requests that are sent without waiting for answers do not keep others from their turn', async () => {
  const rounds: number[] = []
  let round = 0
  const count = () => {
    round += 1
    counting = setImmediate(count)
  }
  let counting = setImmediate(count)
  onTestFinished(() => clearImmediate(counting))
  const app = await startApp({
    signIn: () => {
      rounds.push(round)
      return '/signin'
    },
  })
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  socket.write(get('/account/connect').repeat(200) + get('/account/connect', 'connection: close\r\n'))
  expect((await text(socket)).match(/HTTP\/1.1 303/g)).toHaveLength(201)
  const inOneRound = rounds.map((each) => rounds.filter((other) => other === each).length)
  expect(Math.max(...inOneRound)).toBeLessThanOrEqual(2)
})

test('far more of them than any program sends are not answered', async () => {
  const app = await startApp()
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => {})
  socket.write(get('/account/connect').repeat(20_000))
  const answers = await text(socket).catch(() => '')
  expect(answers.match(/HTTP\/1.1 303/g)?.length ?? 0).toBeLessThan(1_000)
})

/** As session middleware does: it looks up a request with a cookie, and passes on one without. */
const session: RequestHandler = (request, _response, next) => {
  if (request.headers.cookie === undefined) next()
  else setTimeout(next, 20)
}

test('they are answered in their order, though the app looks up who sent some of them', async () => {
  const app = await startApp({ before: [session] })
  const one = '/account/connect'
  const looked = get(one, 'cookie: sid=ada\r\nx-test-user: ada\r\n')
  for (const behind of [1, 20]) {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
    socket.write(looked + get(one).repeat(behind) + get('/me', 'cookie: sid=ada\r\n') + looked)
    socket.write(get(one, 'connection: close\r\n'))
    const statuses = [...(await text(socket)).matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)
    expect(statuses).toEqual(['200', ...Array(behind).fill('303'), '404', '200', '303'])
  }
})

test('nothing of them stays when their sender leaves', async () => {
  const sockets = new Set<Socket>()
  const note: RequestHandler = ({ socket }, _response, next) => {
    sockets.add(socket)
    next()
  }
  const app = await startApp({ before: [note, session] })
  const one = '/account/connect'
  const requests =
    get(one, 'cookie: sid=nobody\r\n') + get(one, `x-pad: ${'p'.repeat(14_000)}\r\n`).repeat(17)
  const { port } = new URL(app.url)
  for (let count = 0; count < 30; count += 1) {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
    await new Promise<void>((resolve) => socket.write(requests, () => resolve()))
    socket.destroy()
  }
  await eventually(() => expect([...sockets].filter(({ destroyed }) => !destroyed)).toEqual([]))
})
