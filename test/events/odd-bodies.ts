/** Odd bodies that Stripe might sign one day, and a way to sign any bytes. */
import { createHmac } from 'node:crypto'
import fc from 'fast-check'

/** @param at milliseconds */
export function signBytes(body: Buffer, secret: string, at = Date.now()): string {
  const time = Math.floor(at / 1000)
  return `t=${time},v1=${createHmac('sha256', secret).update(`${time}.`).update(body).digest('hex')}`
}

let count = 0

/** An event that can be applied, with changes. A value of `undefined` leaves a field out. */
function anEvent(changes: Record<string, unknown> = {}): Record<string, unknown> {
  count += 1
  return {
    id: `evt_odd_${count}`,
    object: 'event',
    type: 'account.updated',
    account: 'acct_1',
    created: 1_700_000_000,
    livemode: false,
    data: { object: { id: 'acct_1', object: 'account' } },
    ...changes,
  }
}

const about = (object: unknown, more: object = {}) => anEvent({ data: { object }, ...more })
const payout = (id: unknown) => about({ id, object: 'payout' }, { type: 'payout.paid' })
const person = (id: unknown) => about({ id, object: 'person' }, { type: 'person.updated' })
const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const text = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

/** Bodies that can never be applied. */
export const UNAPPLIABLE: [name: string, body: Buffer][] = [
  ['null', text('null')],
  ['a list', text('[]')],
  ['a text', text('"event"')],
  ['a number', text('1e999')],
  ['nothing', text('')],
  ['no JSON', text('<xml/>')],
  ['half of JSON', text('{"id":"evt_half"')],
  ['bytes that are no text', Buffer.from('fffe00ff', 'hex')],
  ['nests of lists', text(deep(100_000))],
  [
    'an event with nests',
    text(JSON.stringify(anEvent({ extra: 0 })).replace('"extra":0', `"extra":${deep(50_000)}`)),
  ],
  ['more values than any event has', text(about({ id: 'acct_1', many: Array(30_000).fill([]) }))],
  ['an empty object', text({})],
  ['an object', text({ object: 'event' })],
  ['no id', text(anEvent({ id: undefined }))],
  ['a list as id', text(anEvent({ id: ['evt_1'] }))],
  ['an object as id', text(anEvent({ id: { $ne: 1 } }))],
  ['an id with a slash', text(anEvent({ id: 'evt/1' }))],
  ['an id of 300 characters', text(anEvent({ id: 'e'.repeat(300) }))],
  ['a NUL in the id', text(anEvent({ id: 'evt_\u0000' }))],
  ['a lone surrogate as id', text('{"id":"\\ud800","type":"account.updated","livemode":false}')],
  ['no type', text(anEvent({ type: undefined }))],
  ['a number as type', text(anEvent({ type: 7 }))],
  ['a long type', text(anEvent({ type: 't'.repeat(1_000_000) }))],
  ['an empty account', text(anEvent({ account: '' }))],
  ['a list as account', text(anEvent({ account: [] }))],
  ['an object as account', text(anEvent({ account: { id: 'acct_1' } }))],
  ['dots as account', text(anEvent({ account: '..' }))],
  ['a way as account', text(anEvent({ account: 'acct_1/../../balance' }))],
  [
    'a lone surrogate as account',
    text('{"id":"evt_lone","type":"account.updated","livemode":false,"account":"\\udfff"}'),
  ],
  ['an account of 300 characters', text(anEvent({ account: 'a'.repeat(300) }))],
  ['no mode', text(anEvent({ livemode: undefined }))],
  ['a text as mode', text(anEvent({ livemode: 'true' }))],
  ['an object that is null, about nobody', text(about(null, { account: undefined }))],
  ['no data, about nobody', text(anEvent({ data: undefined, account: undefined }))],
  ['an object as the only id', text(about({ id: {}, object: 'account' }, { account: undefined }))],
  [
    'an account inside that is none',
    text(about({ id: 'po_1', account: ['acct_1'] }, { account: null, type: 'payout.paid' })),
  ],
  ['a payout without an id', text(payout(undefined))],
  ['a list as a payout', text(payout(['po_1']))],
  ['dots as a payout', text(payout('..'))],
  ['a way as a payout', text(payout('../accounts/acct_1'))],
  ['an empty payout', text(payout(''))],
  ['a person without an id', text(person(undefined))],
  ['a query as a person', text(person('person_1?expand[]=account'))],
  ['a payout that is null', text(about(null, { type: 'payout.paid' }))],
  [
    'a name that is inherited',
    text('{"__proto__":{"id":"evt_p","type":"account.updated","livemode":false}}'),
  ],
]

/** Unusual bodies that can be applied or need nothing done. */
export const HARMLESS: [name: string, body: Buffer][] = [
  [
    'an event of a newer kind',
    text({
      id: 'evt_thin',
      object: 'v2.core.event',
      type: 'v1.billing.meter.error_report_triggered',
      livemode: false,
      related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
    }),
  ],
  [
    'a type that nothing is done about',
    text(about({ id: '25% OFF!', object: 'coupon' }, { type: 'coupon.created' })),
  ],
  ['one that is about nothing', text(anEvent({ type: 'treaty.signed', data: null, account: undefined }))],
  [
    'one about the platform itself',
    text(about({ id: 'po_own', object: 'payout' }, { type: 'payout.paid', account: undefined })),
  ],
  [
    'an account that is said to be null',
    text(about({ id: 'po_own', object: 'payout' }, { type: 'payout.paid', account: null })),
  ],
  ['an account whose object is null', text(about(null))],
  ['a byte-order mark', text(`\ufeff${JSON.stringify(anEvent())}`)],
  [
    'numbers out of range',
    text(JSON.stringify(anEvent({ created: 0 })).replace('"created":0', '"created":1e999,"api":-0.0e-999')),
  ],
  ['names twice', text(JSON.stringify(anEvent()).replace('{', '{"account":[],"type":1,'))],
  [
    'a name that is inherited by nobody',
    text(JSON.stringify(anEvent()).replace('{', '{"__proto__":{"account":["acct_2"]},"constructor":1,')),
  ],
  ['a lone surrogate in a text', text(JSON.stringify(anEvent({ request: '\ud800' })))],
  ['a NUL in a text', text(anEvent({ request: '\u0000' }))],
  [
    'bytes that are no text in a text',
    Buffer.concat([
      text('{"request":"'),
      Buffer.from([0xff, 0xfe]),
      text('",'),
      text(JSON.stringify(anEvent()).slice(1)),
    ]),
  ],
  ['many spaces', text(`${' '.repeat(100_000)}${JSON.stringify(anEvent())}${'\n'.repeat(100_000)}`)],
]

/** Bytes, JSON, and events with one value changed. */
const oddBody: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.json({ maxDepth: 4, stringUnit: 'binary' }).map(text),
  fc
    .tuple(
      fc.constantFrom('id', 'type', 'account', 'livemode', 'object', 'data', 'created'),
      fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
    )
    .map(([name, value]) => text(anEvent({ [name]: value }))),
  fc
    .tuple(
      fc.constantFrom('account.updated', 'person.updated', 'payout.paid', 'account.application.deauthorized'),
      fc.constantFrom('acct_1', undefined, null),
      fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
      fc.jsonValue({ maxDepth: 1, stringUnit: 'binary' }),
    )
    .map(([type, account, object, id]) => {
      const isObject = typeof object === 'object' && object !== null && !Array.isArray(object)
      return text(anEvent({ type, account, data: { object: isObject ? { ...object, id } : object } }))
    }),
)

/** @returns the status of the answer */
async function deliver(url: string, body: Buffer, secret: string): Promise<number> {
  const response = await fetch(`${url}/webhooks/connect/index-connect-data`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signBytes(body, secret) },
    body: new Uint8Array(body),
  })
  await response.text()
  return response.status
}

/** Delivers every odd body twice, as Stripe does when an answer is lost. @throws if one is not acknowledged */
export async function deliverOddities(
  url: string,
  secret: string,
  { numRuns = 150 }: { numRuns?: number } = {},
): Promise<void> {
  for (const [name, body] of [...UNAPPLIABLE, ...HARMLESS])
    for (let delivery = 0; delivery < 2; delivery += 1) {
      const status = await deliver(url, body, secret)
      if (status !== 200) throw new Error(`${name} was answered with ${status}`)
    }
  await fc.assert(
    fc.asyncProperty(oddBody, async (body) => {
      for (let delivery = 0; delivery < 2; delivery += 1)
        if ((await deliver(url, body, secret)) !== 200) return false
      return true
    }),
    { numRuns },
  )
}
