/** A webhook in an Express app: it is answered before anybody is identified, and refused like every other route. */
import { expect, test } from 'vitest'
import { ConnectError } from '../../src/core/errors.ts'
import type { WebhookRoute } from '../../src/web/route.ts'
import { serve } from './support.ts'

const PATH = '/webhooks/connect/index-connect-data'
const headers = { 'stripe-signature': `t=1,v1=${'a'.repeat(64)}` }

function webhook(receive: WebhookRoute['receive']): WebhookRoute {
  return { kind: 'webhook', path: PATH, limit: 1000, receive }
}

test('nobody is asked who sends it', async () => {
  const asked: string[] = []
  const caller = async ({ url }: { url: string }) => {
    asked.push(url)
    throw new ConnectError('invalid-session', { status: 401 })
  }
  const taken = webhook(async (_services, { body }) => ({ status: 202, body: { bytes: body.length } }))
  const url = await serve([taken], { hooks: { caller } })
  const answer = await fetch(url + PATH, { method: 'POST', headers, body: 'event' })
  expect([answer.status, await answer.json(), asked]).toEqual([202, { bytes: 5 }, []])
})

test.each([
  [new ConnectError('too-busy', { status: 503 }), 503, 'too-busy', '5'],
  [new Error('a fault of ours'), 500, 'internal-error', null],
])('%s is answered once, as by every other route', async (error, status, message, retryAfter) => {
  let calls = 0
  const failing = webhook(async () => {
    calls += 1
    throw error
  })
  const answer = await fetch((await serve([failing])) + PATH, { method: 'POST', headers, body: 'event' })
  expect([answer.status, await answer.json()]).toEqual([
    status,
    { object: 'error', message, detail: expect.any(String) },
  ])
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.headers.get('retry-after')).toBe(retryAfter)
  expect(calls).toBe(1)
})
