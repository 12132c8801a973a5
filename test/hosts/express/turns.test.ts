import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
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
  await app.connect.ready()
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  socket.write(get('/account/connect').repeat(200) + get('/account/connect', 'connection: close\r\n'))
  expect((await text(socket)).match(/HTTP\/1.1 303/g)).toHaveLength(201)
  const inOneRound = rounds.map((each) => rounds.filter((other) => other === each).length)
  expect(Math.max(...inOneRound)).toBeLessThanOrEqual(2)
})

test('far more of them than any program sends are not answered', async () => {
  const app = await startApp()
  await app.connect.ready()
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => {})
  socket.write(get('/account/connect').repeat(20_000))
  const answers = await text(socket).catch(() => '')
  expect(answers.match(/HTTP\/1.1 303/g)?.length ?? 0).toBeLessThan(1_000)
})
