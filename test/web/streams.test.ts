import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import type { Caller } from '../../src/context/context.ts'
import { notFound } from '../../src/core/errors.ts'
import { type EventStream, eventStream, type WebhookRoute } from '../../src/web/route.ts'
import { PERSON, serve } from './support.ts'

const PATH = '/account/connect/events'

/** Sends `ready`, then every news; emits `ended` when it ends. */
function stream(source: EventEmitter): EventStream {
  return eventStream({
    path: PATH,
    audience: 'user',
    query: z.object({ stripeid: z.string().optional() }),
    async *open(_context, { query }, signal) {
      if (query.stripeid === 'other') throw notFound('stripeid')
      try {
        yield { event: 'status', data: { ready: true } }
        for (;;) {
          const [data] = await once(source, 'news', { signal })
          yield { event: 'status', data }
        }
      } finally {
        source.emit('ended')
      }
    },
  })
}

const SIGNATURE = `t=1,v1=${'a'.repeat(64)}`

async function open(url: string) {
  const leaving = new AbortController()
  const response = await fetch(url, { signal: leaving.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return { response, leave: () => leaving.abort(), read: async () => (await reader?.read())?.value }
}

test('events arrive as they happen, and end when the person leaves', async () => {
  const source = new EventEmitter()
  const { response, read, leave } = await open((await serve([stream(source)], { caller: PERSON })) + PATH)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform')
  expect(await read()).toBe('event: status\ndata: {"ready":true}\n\n')
  await expect.poll(() => source.listenerCount('news')).toBe(1)
  source.emit('news', { text: 'two\nlines' })
  expect(await read()).toBe('event: status\ndata: {"text":"two\\nlines"}\n\n')
  const ended = once(source, 'ended')
  leave()
  await ended
})

test('also those that wait for their turn on a connection end when the person leaves', async () => {
  const source = new EventEmitter()
  const url = new URL((await serve([stream(source)], { caller: PERSON })) + PATH)
  const socket = connect(Number(url.port), url.hostname)
  const ended: unknown[] = []
  source.on('ended', () => ended.push(1))
  socket.write(`GET ${PATH} HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(3))
  await expect.poll(() => source.listenerCount('news')).toBe(3)
  socket.destroy()
  await expect.poll(() => ended.length).toBe(3)
})

test('one person has so many at a time, and others have theirs', async () => {
  const source = new EventEmitter().setMaxListeners(0)
  let caller = PERSON
  const url = (await serve([stream(source)], { hooks: { caller: async () => caller } })) + PATH
  const all = await Promise.all(Array.from({ length: 16 }, () => open(url)))
  expect(all.map(({ response }) => response.status)).toEqual(Array(16).fill(200))
  expect((await fetch(url)).status).toBe(503)
  caller = { ...PERSON, accountid: 'account_2' }
  const other = await open(url)
  expect(other.response.status).toBe(200)
  caller = PERSON
  const ended = once(source, 'ended')
  all[0]?.leave()
  await ended
  const next = await open(url)
  expect(next.response.status).toBe(200)
  for (const { leave } of [...all, other, next]) leave()
})

test('a host that stops ends its streams', async () => {
  const stopping = new AbortController()
  const source = new EventEmitter()
  const { read } = await open((await serve([stream(source)], { caller: PERSON, stopping })) + PATH)
  await read()
  stopping.abort()
  expect(await read()).toBeUndefined()
})

test('a person who has signed out elsewhere is not told any more', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  let caller: Caller | undefined = PERSON
  const hooks = { callerNow: async () => caller }
  const { read } = await open((await serve([stream(new EventEmitter())], { caller, hooks })) + PATH)
  await read()
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await read()).toBe(': still here\n\n')
  caller = undefined
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await read()).toBeUndefined()
})

test('a person who has signed out elsewhere is told of no change before the next sign of life either', async () => {
  const source = new EventEmitter()
  let caller: Caller | undefined = PERSON
  const hooks = { callerNow: async () => caller }
  const { read } = await open((await serve([stream(source)], { caller, hooks })) + PATH)
  await read()
  await expect.poll(() => source.listenerCount('news')).toBe(1)
  caller = undefined
  source.emit('news', { text: 'secret' })
  expect(await read()).toBeUndefined()
})

test('ends after a while where the host knows the person from before only', async () => {
  const { read } = await open(
    (await serve([stream(new EventEmitter())], { caller: PERSON, hooks: { streamLife: 50 } })) + PATH,
  )
  await read()
  expect(await read()).toBeUndefined()
})

test('a person who left before it was known who they are leaves nothing behind', async () => {
  const source = new EventEmitter()
  const opening = vi.spyOn(source, 'once')
  const steps = new EventEmitter()
  const caller = async () => {
    steps.emit('asked')
    await once(steps, 'known')
    return PERSON
  }
  const url = new URL((await serve([stream(source)], { hooks: { caller } })) + PATH)
  const asked = once(steps, 'asked')
  const socket = connect(Number(url.port), url.hostname)
  socket.write(`GET ${PATH} HTTP/1.1\r\nhost: x\r\n\r\n`)
  await asked
  socket.resetAndDestroy()
  // By the time this is answered, the server has seen the connection end.
  const other = fetch(url.origin, { headers: { connection: 'close' } })
  await once(steps, 'asked')
  steps.emit('known')
  await other
  expect(opening).not.toHaveBeenCalled()
})

test('a sign of life is not sent into a stream that has ended meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const source = new EventEmitter()
  const steps = new EventEmitter()
  let asked = 0
  const hooks = {
    async callerNow() {
      asked += 1
      // The first asks before an event is sent.
      if (asked > 1) await once(steps, 'known')
      return PERSON
    },
  }
  const stopping = new AbortController()
  const url = new URL((await serve([stream(source)], { caller: PERSON, hooks, stopping })) + PATH)
  // A client that reads nothing, so the end of the stream cannot be sent.
  const socket = connect(Number(url.port), url.hostname)
  onTestFinished(() => void socket.destroy())
  socket.write(`GET ${PATH} HTTP/1.1\r\nhost: x\r\n\r\n`)
  await expect.poll(() => source.listenerCount('news')).toBe(1)
  source.emit('news', 'x'.repeat(20_000_000))
  await expect.poll(() => asked).toBe(1)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(asked).toBe(2)
  stopping.abort()
  const errors: unknown[] = []
  const catchError = (error: unknown) => void errors.push(error)
  process.on('uncaughtException', catchError)
  onTestFinished(() => void process.off('uncaughtException', catchError))
  await fetch(url.origin)
  steps.emit('known')
  await fetch(url.origin)
  expect(errors).toEqual([])
})

test('guests are refused with JSON, and what is not theirs is not found, before the stream begins', async () => {
  const guest = await fetch((await serve([stream(new EventEmitter())])) + PATH)
  expect(guest.status).toBe(401)
  expect(await guest.json()).toMatchObject({ message: 'sign-in-required' })
  const url = await serve([stream(new EventEmitter())], { caller: PERSON })
  const other = await fetch(`${url}${PATH}?stripeid=other`)
  expect(other.status).toBe(404)
  expect(other.headers.get('content-type')).toContain('application/json')
  expect((await fetch(url + PATH, { method: 'HEAD' })).headers.get('content-type')).toContain(
    'text/event-stream',
  )
})

test('a webhook gets the bytes as they came, up to its limit', async () => {
  const webhook: WebhookRoute = {
    kind: 'webhook',
    path: '/webhooks/connect/index-connect-data',
    limit: 1000,
    receive: async (_services, { body, signature, requestId }) => ({
      status: 202,
      body: { bytes: body.toString('hex'), signature, requestId },
    }),
  }
  const url = (await serve([webhook])) + webhook.path
  const bytes = Buffer.from([0xff, 0x00, 0x3d, 0x3c])
  const response = await fetch(url, {
    method: 'POST',
    body: bytes,
    headers: {
      'content-type': 'application/json',
      'stripe-signature': SIGNATURE,
      origin: 'https://stripe.com',
    },
  })
  expect(response.status).toBe(202)
  expect(await response.json()).toEqual({ bytes: 'ff003d3c', signature: SIGNATURE, requestId: 'request-1' })
  const headers = { 'stripe-signature': SIGNATURE }
  const large = await fetch(url, { method: 'POST', body: 'x'.repeat(500_000), headers })
  expect(large.status).toBe(413)
  expect(await large.json()).toMatchObject({ object: 'error', message: 'request-too-large' })
})
