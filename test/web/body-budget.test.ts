import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { textBudget } from '../../src/web/body-budget.ts'
import { holdFor } from '../../src/web/body-rules.ts'
import { page, type WebhookRoute } from '../../src/web/route.ts'
import { eventually } from '../support/eventually.ts'
import { serve } from './support.ts'

const KB = 1024
const MB = 1024 * KB
const BOUNDARY = 'boundary'

const webhook: WebhookRoute = {
  kind: 'webhook',
  path: '/webhooks/connect/index-connect-data',
  limit: MB,
  receive: async () => ({ status: 202, body: {} }),
}
const signIn = page({
  path: '/account/signin',
  audience: 'guest',
  query: z.object({}),
  load: async () => ({ view: 'form', data: {} }),
  submit: async () => ({ view: 'taken', data: {} }),
})

afterEach(() => eventually(() => expect(textBudget.held).toBe(0)))

async function sender() {
  const { port } = new URL(await serve([webhook, signIn]))
  return (path: string, headers: readonly string[], body: string | Buffer, missing = 1): Socket => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
    onTestFinished(() => void socket.destroy())
    const length = Buffer.byteLength(body) + missing
    const lines = [
      `POST ${path} HTTP/1.1`,
      'host: x',
      'connection: close',
      `content-length: ${length}`,
      ...headers,
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    socket.write(body)
    return socket
  }
}

const part = (size: number) =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="name"\r\n\r\n${'a'.repeat(size)}\r\n--${BOUNDARY}\r\n`

const KINDS: [kind: string, path: string, headers: string[], body: string, size: number][] = [
  ['webhooks', webhook.path, ['stripe-signature: t=1'], 'a'.repeat(900 * KB), 900 * KB],
  ['forms', signIn.path, ['content-type: application/x-www-form-urlencoded'], 'a'.repeat(120 * KB), 120 * KB],
  [
    'multipart forms',
    signIn.path,
    [`content-type: multipart/form-data; boundary=${BOUNDARY}`],
    part(60 * KB),
    60 * KB,
  ],
]

test.each(KINDS)(
  'no more %s of one address are held than there is room for',
  async (_kind, path, headers, body, size) => {
    const send = await sender()
    const room = Math.floor((16 * MB) / size)
    const sockets = Array.from({ length: room + 20 }, () => send(path, headers, body))
    // No body is complete, so a request that is not refused is held.
    const answers: string[] = []
    for (const socket of sockets)
      text(socket).then(
        (answer) => answers.push(answer),
        () => {},
      )
    await eventually(() => expect(answers.length).toBeGreaterThanOrEqual(15))
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 503 .*(too-busy|very busy)/s)
    expect(textBudget.held).toBeGreaterThan(8 * MB)
    expect(textBudget.held).toBeLessThanOrEqual(16 * MB)
    for (const socket of sockets) socket.destroy()
    await eventually(() => expect(textBudget.held).toBe(0))
  },
)

test('an unfinished text of a multipart form counts, too', async () => {
  const send = await sender()
  const headers = [`content-type: multipart/form-data; boundary=${BOUNDARY}`]
  const unfinished = part(60 * KB).slice(0, -BOUNDARY.length - 8)
  const sockets = Array.from({ length: 300 }, () => send(signIn.path, headers, unfinished))
  const answers: string[] = []
  for (const socket of sockets)
    text(socket).then(
      (answer) => answers.push(answer),
      () => {},
    )
  await eventually(() => expect(answers.length).toBeGreaterThanOrEqual(15))
  expect(textBudget.held).toBeLessThanOrEqual(16 * MB)
  for (const socket of sockets) socket.destroy()
  await eventually(() => expect(textBudget.held).toBe(0))
})

test('the addresses of one IPv6 network count as one sender', () => {
  const holds = Array.from({ length: 5 }, (_, at) => holdFor(undefined, `2001:db8:1:2::${at}`))
  expect(holds.map(({ text }) => text.take(5 * MB))).toEqual([true, true, true, false, false])
  const other = holdFor(undefined, '2001:db8:2::1')
  expect(other.text.take(5 * MB)).toBe(true)
  for (const hold of [...holds, other]) hold.release()
})

test('a webhook without a signature is answered unread', async () => {
  const send = await sender()
  const socket = send(webhook.path, [], 'a'.repeat(100 * KB), 900 * KB)
  const [answer] = await once(socket, 'data')
  expect([String(answer).slice(0, 12), textBudget.held]).toEqual(['HTTP/1.1 202', 0])
})
