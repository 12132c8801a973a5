import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { guestBudget, textBudget, webhookBudget } from '../../src/web/body-budget.ts'
import { holdFor, holdForWebhook } from '../../src/web/body-rules.ts'
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

const held = () => guestBudget.held + textBudget.held + webhookBudget.held

afterEach(() => eventually(() => expect(held()).toBe(0)))

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

const SIGNATURE = `stripe-signature: t=1,v1=${'a'.repeat(64)}`

const KINDS: [kind: string, path: string, headers: string[], body: string, size: number][] = [
  ['webhooks', webhook.path, [SIGNATURE], 'a'.repeat(900 * KB), 900 * KB],
  ['forms', signIn.path, ['content-type: application/x-www-form-urlencoded'], 'a'.repeat(120 * KB), 120 * KB],
  [
    'multipart forms',
    signIn.path,
    [`content-type: multipart/form-data; boundary=${BOUNDARY}`],
    part(60 * KB),
    60 * KB,
  ],
]

/** The answers so far; a connection that broke has none. */
function answersOf(sockets: readonly Socket[]): string[] {
  const answers: string[] = []
  for (const socket of sockets)
    text(socket).then(
      (answer) => answers.push(answer),
      () => {},
    )
  return answers
}

test.each(KINDS)(
  'no more %s of one address are held than there is room for',
  async (_kind, path, headers, body, size) => {
    const send = await sender()
    const room = Math.floor((16 * MB) / size)
    const sockets = Array.from({ length: room + 20 }, () => send(path, headers, body))
    // No body is complete, so a request that is not refused is held.
    const answers = answersOf(sockets)
    await eventually(() => expect(answers.length).toBeGreaterThanOrEqual(15))
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 503 .*(too-busy|very busy)/s)
    expect(held()).toBeGreaterThan(4 * MB)
    expect(held()).toBeLessThanOrEqual(16 * MB)
    for (const socket of sockets) socket.destroy()
    await eventually(() => expect(held()).toBe(0))
  },
)

test('an unfinished text of a multipart form counts, too', async () => {
  const send = await sender()
  const headers = [`content-type: multipart/form-data; boundary=${BOUNDARY}`]
  const unfinished = part(60 * KB).slice(0, -BOUNDARY.length - 8)
  const sockets = Array.from({ length: 300 }, () => send(signIn.path, headers, unfinished))
  const answers = answersOf(sockets)
  await eventually(() => expect(answers.length).toBeGreaterThanOrEqual(15))
  expect(held()).toBeLessThanOrEqual(16 * MB)
  for (const socket of sockets) socket.destroy()
  await eventually(() => expect(held()).toBe(0))
})

test('the addresses of one IPv6 network count as one sender', () => {
  const holds = Array.from({ length: 5 }, (_, at) => holdFor(undefined, `2001:db8:1:2::${at}`))
  expect(holds.map(({ text }) => text.take(5 * MB))).toEqual([true, true, true, false, false])
  const other = holdFor(undefined, '2001:db8:2::1')
  expect(other.text.take(5 * MB)).toBe(true)
  for (const hold of [...holds, other]) hold.release()
})

test.each([
  [[]],
  [['stripe-signature: x']],
  [['stripe-signature: t=1']],
  [['stripe-signature: t=1,v1=abc']],
  [[`stripe-signature: v1=${'a'.repeat(64)}`]],
])('a webhook without a signature is answered unread: %j', async (headers) => {
  const send = await sender()
  const socket = send(webhook.path, headers, 'a'.repeat(100 * KB), 900 * KB)
  const [answer] = await once(socket, 'data')
  expect([String(answer).slice(0, 12), held()]).toEqual(['HTTP/1.1 202', 0])
})

test('strangers who use up what is for them keep nobody else from being heard', () => {
  const strangers = Array.from({ length: 20 }, (_, at) => `192.0.2.${at}`)
  const full = strangers.flatMap((ip) => [holdFor(undefined, ip).text, holdForWebhook(ip)])
  for (const hold of full) while (hold.take(MB));
  const seller = holdFor({ appid: 'shop', accountid: 'maya' }, '198.51.100.1')
  expect(seller.text.take(MB)).toBe(true)
  for (const hold of [...full, seller]) hold.release()
})

test('people of two marketplaces in one process do not share what is for one', () => {
  const [one, other] = ['shop', 'market'].map((appid) =>
    holdFor({ appid, accountid: '1' }, `10.0.0.${appid.length}`),
  )
  while (one?.text.take(MB));
  expect(other?.text.take(MB)).toBe(true)
  one?.release()
  other?.release()
})
