import fc from 'fast-check'
import Stripe from 'stripe'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Mirror, Services } from '../../src/context/context.ts'
import { applier } from '../../src/events/apply.ts'
import { defineMirror } from '../../src/events/define-mirror.ts'
import { handledEvents, keyOf } from '../../src/events/subject.ts'
import { mirrors } from '../../src/features.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { testServices } from '../support/services.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

interface Treaty {
  id: string
  deleted?: true
}

/** A mirror for a kind of object that Stripe does not have. */
async function madeUp({ known = true }: { known?: boolean } = {}) {
  const retrieve = vi.fn(async (_stripe: unknown, { objectid }: { objectid: string }): Promise<Treaty> => {
    return { id: objectid }
  })
  const keep = vi.fn(async () => {})
  const remove = vi.fn(async () => {})
  const alongside = vi.fn<Mirror['refresh']>(async () => {})
  const mirror = defineMirror({
    object: 'treaty',
    events: ['treaty.signed', 'treaty.changed', 'treaty.ended'] as never,
    rows: () => ({ ticket: async () => 7 }),
    known: async (_services, { stripeid }) => (known ? `the owner of ${stripeid}` : undefined),
    retrieve,
    keep,
    removal: { endings: ['treaty.ended'] as never, remove },
    alongside: [
      {
        object: 'account',
        events: [],
        endings: [],
        idOf: (_shown, stripeid) => stripeid,
        alongside: [],
        refresh: alongside,
      },
    ],
  })
  const services: Services = { ...(await testServices()), mirrors: [mirror] }
  onTestFinished(() => closeServices(services))
  const applyTasks = applier(services)
  const apply = (...events: Stripe.Event[]) =>
    applyTasks(
      events.map((payload) => ({
        id: payload.id,
        payload,
        attempts: 0,
        dueAt: new Date(),
        failingSince: undefined,
      })),
    )
  return { apply, retrieve, keep, remove, alongside }
}

const signed = (id: unknown, type = 'treaty.signed') => stripeEvent(type, 'acct_1', { id, object: 'treaty' })

test('an object is fetched once for all events about it, and kept with the ticket taken before', async () => {
  const { apply, retrieve, keep, alongside } = await madeUp()
  const failures = await apply(signed('treaty_1'), signed('treaty_1', 'treaty.changed'), signed('treaty_2'))
  expect([...failures]).toEqual([])
  expect(retrieve).toHaveBeenCalledTimes(2)
  expect(alongside.mock.calls.map(([, subject]) => subject)).toEqual([
    { stripeid: 'acct_1', objectid: 'acct_1' },
  ])
  expect(keep).toHaveBeenCalledWith(expect.anything(), {
    subject: { stripeid: 'acct_1', objectid: 'treaty_1' },
    known: 'the owner of acct_1',
    object: { id: 'treaty_1' },
    ticket: 7,
  })
})

const refused = (statusCode: number, code: string) => () =>
  Promise.reject(
    Stripe.errors.StripeError.generate({ statusCode, code, type: 'invalid_request_error' } as never),
  )
const missing = refused(404, 'resource_missing')
const hidden = refused(403, 'account_invalid')

test.each<[string, string, () => Promise<Treaty>]>([
  ['shows what is left of it', 'treaty.signed', async () => ({ id: 'treaty_1', deleted: true })],
  ['says, as the event does, that it is gone', 'treaty.ended', missing],
  ['does not show its account, and the event says that it is gone', 'treaty.ended', hidden],
])('an object is removed when Stripe %s', async (_what, type, answer) => {
  const { apply, retrieve, keep, remove } = await madeUp()
  retrieve.mockImplementation(answer)
  expect([...(await apply(signed('treaty_1', type)))]).toEqual([])
  expect(keep).not.toHaveBeenCalled()
  expect(remove).toHaveBeenCalledTimes(1)
})

test.each([
  ['is gone', missing],
  ['is hidden', hidden],
])(
  'an object that Stripe alone says %s stays: a key of another platform sees none',
  async (_what, answer) => {
    const { apply, retrieve, remove } = await madeUp()
    retrieve.mockImplementation(answer)
    expect([...(await apply(signed('treaty_1'))).values()]).toMatchObject([
      { rawType: 'invalid_request_error' },
    ])
    expect(remove).not.toHaveBeenCalled()
    retrieve.mockImplementation(async () => ({ id: 'treaty_1' }))
    expect([...(await apply(signed('treaty_1')))]).toEqual([])
  },
)

test('an object that is nobody’s here is not asked for', async () => {
  const { apply, retrieve } = await madeUp({ known: false })
  expect([...(await apply(signed('treaty_1')))]).toEqual([])
  expect(retrieve).not.toHaveBeenCalled()
})

test('neither an object nor what changes with it waits for the other, and either failure counts', async () => {
  const { apply, keep, alongside } = await madeUp()
  const refusal = new Error('no')
  alongside.mockRejectedValueOnce(refusal)
  expect([...(await apply(signed('treaty_1'))).values()]).toEqual([refusal])
  expect(keep).toHaveBeenCalledTimes(1)
  keep.mockRejectedValueOnce(refusal)
  expect([...(await apply(signed('treaty_1'))).values()]).toEqual([refusal])
  expect(alongside).toHaveBeenCalledTimes(2)
})

test('an event whose object cannot have its id fails alone', async () => {
  const { apply, keep } = await madeUp()
  const failures = await apply(signed('../treaty'), signed('treaty_1'))
  expect([...failures.values()]).toMatchObject([{ name: 'UnappliableError' }])
  expect(keep).toHaveBeenCalledTimes(1)
})

test('each type of event is one mirror’s, and all of them are subscribed to', () => {
  const types = mirrors.flatMap(({ events }) => events)
  expect(new Set(types).size).toBe(types.length)
  expect(handledEvents(mirrors)).toEqual([...types, 'balance.available'].sort())
})

test('whatever an event shows, it has a key that a column takes', () => {
  const types = [...handledEvents(mirrors), 'treaty.signed']
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.option(fc.constant('acct_1'), { nil: undefined }),
      fc.oneof(
        fc.anything(),
        fc.record({ object: fc.dictionary(fc.constantFrom('id', 'object', 'account'), fc.anything()) }),
      ),
      (type, account, data) => {
        expect(keyOf(mirrors, { id: 'evt_1', type, account, data })).toMatch(/^[\w-]{1,255}$/)
      },
    ),
  )
})
