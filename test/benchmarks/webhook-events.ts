/** Signed events as Stripe posts them, four kilobytes each. */
import { createHmac, randomUUID } from 'node:crypto'

export const SECRET = 'whsec_benchmark'

export interface SignedEvent {
  body: string
  signature: string
}

/** The rest of an account or a customer, so that its event has four kilobytes. */
const PARTS = Object.fromEntries(
  Array.from({ length: 58 }, (_, number) => [
    `settings.part_${number}`,
    `${['active', 'pending', 'inactive'][number % 3]} since ${1_700_000_000 + number * 7919}, ${(number * 48271) % 65537}`,
  ]),
)

/** @param kind the kind of object in the events, a new one in each; sync-engine keeps no accounts */
export function signedEvents(kind: 'account' | 'customer', count: number): SignedEvent[] {
  const id = '<id>'
  const event = {
    id: `evt_${id}`,
    object: 'event',
    api_version: '2026-03-25.dahlia',
    ...(kind === 'account' && { account: `acct_${id}` }),
    created: 1_700_000_000,
    data: { object: { id: kind === 'account' ? `acct_${id}` : `cus_${id}`, object: kind, metadata: PARTS } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type: `${kind}.updated`,
  }
  const template = JSON.stringify(event, null, 2)
  const run = randomUUID().slice(0, 8)
  const time = Math.floor(Date.now() / 1000)
  return Array.from({ length: count }, (_, number) => {
    const body = template.replaceAll(id, `${run}${number}`)
    const signature = createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex')
    return { body, signature: `t=${time},v1=${signature}` }
  })
}
