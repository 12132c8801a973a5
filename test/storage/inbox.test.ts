import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Inbox } from '../../src/events/store/inbox.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import type { Claim, Storage } from '../../src/storage/storage.ts'
import { keepIn } from '../support/keep-event.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

const START = Date.parse('2026-01-01T00:00:00Z')

/** A time, in seconds after the start. */
const at = (seconds: number) => new Date(START + seconds * 1000)

const updated = (account: string) =>
  stripeEvent('account.updated', account, { id: account, object: 'account' })

const eventsOf = (claims: Claim[]) => claims.flatMap(({ tasks }) => tasks.map(({ id }) => id))

const keysOf = (claims: Claim[]) => claims.map(({ key }) => key)

const claimAll = (inbox: Inbox, now = at(0)) => inbox.claim(100, now, new Date(now.getTime() + 60_000))

eachStorage('the inbox', (open) => {
  test('keeps an event once, as it came', async () => {
    const inbox = inboxStore(await open())
    const event = stripeEvent('payout.paid', 'acct_1', {
      id: 'po_1',
      object: 'payout',
      description: '京\u0000',
    })
    expect(await keepIn(inbox, event, at(0))).toBe(true)
    expect(await keepIn(inbox, event, at(1))).toBe(false)
    expect(await inbox.ofAccount('acct_1', { offset: 0, limit: 10 })).toEqual([
      {
        eventid: event.id,
        type: 'payout.paid',
        stripeid: 'acct_1',
        objectid: 'po_1',
        payload: event,
        receivedAt: at(0),
        appliedAt: undefined,
        attempts: 0,
        nextAttemptAt: at(0),
        failure: undefined,
        failingSince: undefined,
        deadAt: undefined,
      },
    ])
  })

  test('keeps an event once however often it is delivered at the same moment', async () => {
    const [one, other] = [await open(), await open()]
    const event = updated('acct_1')
    const inserted = await Promise.all(
      Array.from({ length: 10 }, (_, n) => keepIn(inboxStore(n % 2 ? one : other), event, at(0))),
    )
    expect(inserted.filter(Boolean)).toHaveLength(1)
  })

  test('has an event applied by fetching what it is about', async () => {
    const inbox = inboxStore(await open())
    const cases: [type: string, account: string, object: object, objectid: string][] = [
      ['person.updated', 'acct_1', { id: 'person_1' }, 'person_1'],
      ['person.updated', 'acct_1', { id: '../odd' }, 'acct_1'],
      ['treaty.signed', 'acct_7', { id: 'treaty_1' }, 'acct_7'],
      ['payout.failed', 'acct_1', { id: 'po_1' }, 'po_1'],
      ['account.updated', 'acct_2', { id: 'acct_2' }, 'acct_2'],
      ['account.application.deauthorized', 'acct_3', { id: 'ca_1' }, 'acct_3'],
      ['account.external_account.created', 'acct_4', { id: 'ba_1' }, 'acct_4'],
      ['capability.updated', 'acct_5', { id: 'transfers' }, 'acct_5'],
      ['balance.available', 'acct_6', { object: 'balance' }, 'acct_6'],
    ]
    for (const [n, [type, account, object]] of cases.entries())
      await keepIn(inbox, stripeEvent(type, account, object), at(n))
    const claims = await claimAll(inbox, at(cases.length))
    expect(new Set(keysOf(claims))).toEqual(new Set(cases.map(([, , , objectid]) => objectid)))
  })

  test('takes events that are about no connected account', async () => {
    const inbox = inboxStore(await open())
    const events = [
      stripeEvent('payout.paid', undefined, { id: 'po_1' }),
      stripeEvent('balance.available', undefined, { object: 'balance' }),
    ]
    for (const event of events) await keepIn(inbox, event, at(0))
    expect(new Set(keysOf(await claimAll(inbox, at(1))))).toEqual(new Set(events.map(({ id }) => id)))
  })

  test('shows what came for an account newest first', async () => {
    const inbox = inboxStore(await open())
    const events = [updated('acct_1'), updated('acct_1'), updated('acct_2')]
    for (const [n, event] of events.entries()) await keepIn(inbox, event, at(n))
    const rows = await inbox.ofAccount('acct_1', { offset: 0, limit: undefined })
    expect(rows.map(({ eventid }) => eventid)).toEqual([events[1]?.id, events[0]?.id])
  })
})

eachStorage('claiming', (open) => {
  test('takes all events of an object together, oldest first', async () => {
    const inbox = inboxStore(await open())
    const events = [updated('acct_1'), updated('acct_2'), updated('acct_1')]
    for (const [n, event] of events.entries()) await keepIn(inbox, event, at(2 - n))
    const claims = await claimAll(inbox, at(5))
    expect(keysOf(claims)).toEqual(['acct_1', 'acct_2'])
    expect(claims.map((claim) => eventsOf([claim]))).toEqual([
      [events[2]?.id, events[0]?.id],
      [events[1]?.id],
    ])
  })

  test('leaves to others what somebody has, also what comes for it meanwhile', async () => {
    const [one, other] = [await open(), await open()]
    const [first, second] = [updated('acct_1'), updated('acct_1')]
    await keepIn(inboxStore(one), first, at(0))
    const [claim = expect.fail('nothing is claimed')] = await claimAll(inboxStore(one))
    expect(eventsOf([claim])).toEqual([first.id])
    await keepIn(inboxStore(other), second, at(1))
    expect(await claimAll(inboxStore(other), at(1))).toEqual([])
    await inboxStore(one).done([first.id], at(2))
    expect(await claimAll(inboxStore(other), at(2))).toEqual([])
    await inboxStore(one).release(claim)
    expect(eventsOf(await claimAll(inboxStore(other), at(2)))).toEqual([second.id])
  })

  test('gives back what a killed worker had, once its lease is over', async () => {
    const worker = await open()
    const event = updated('acct_1')
    await keepIn(inboxStore(worker), event, at(0))
    await inboxStore(worker).claim(1, at(0), at(60))
    const survivor = await open()
    expect(await inboxStore(survivor).claim(1, at(59), at(120))).toEqual([])
    expect(eventsOf(await inboxStore(survivor).claim(1, at(60), at(120)))).toEqual([event.id])
  })

  test('is kept for longer by whoever extends it, and cannot be by whoever lost it', async () => {
    const [one, other] = [await open(), await open()]
    await keepIn(inboxStore(one), updated('acct_1'), at(0))
    const [claim = expect.fail('nothing is claimed')] = await inboxStore(one).claim(1, at(0), at(60))
    await inboxStore(one).extend(claim, at(90))
    expect(await inboxStore(other).claim(1, at(89), at(150))).toEqual([])
    const [next = expect.fail('nothing is claimed')] = await inboxStore(other).claim(1, at(90), at(150))
    await inboxStore(one).extend(claim, at(300))
    await inboxStore(one).release(claim)
    expect(await inboxStore(one).claim(1, at(149), at(200))).toEqual([])
    await inboxStore(other).release(next)
    expect(await inboxStore(one).claim(1, at(149), at(200))).toHaveLength(1)
  })

  test('leaves nothing behind but what a killed worker had, which is forgotten', async () => {
    const inbox = inboxStore(await open())
    for (const account of ['acct_1', 'acct_2']) await keepIn(inbox, updated(account), at(0))
    const [claim = expect.fail('nothing is claimed')] = await inbox.claim(2, at(0), at(60))
    await inbox.release(claim)
    expect(await inbox.forgetLeases(at(60), 10)).toBe(0)
    expect(await inbox.forgetLeases(at(61), 10)).toBe(1)
    expect(await inbox.forgetLeases(at(61), 10)).toBe(0)
  })

  test('waits for a later attempt after a failure, unless something new comes for the object', async () => {
    const inbox = inboxStore(await open())
    const [failing, fresh] = [updated('acct_1'), updated('acct_1')]
    await keepIn(inbox, failing, at(0))
    for (const claim of await claimAll(inbox)) await inbox.release(claim)
    await inbox.failed([failing.id], { failure: 'Stripe did not answer', nextAttemptAt: at(30) })
    expect(await claimAll(inbox, at(29))).toEqual([])
    await keepIn(inbox, fresh, at(29))
    const [claim] = await claimAll(inbox, at(29))
    expect(claim?.tasks).toMatchObject([
      { id: fresh.id, attempts: 0 },
      { id: failing.id, attempts: 1 },
    ])
    expect(await inbox.ofAccount('acct_1', { offset: 1, limit: 1 })).toMatchObject([
      { failure: 'Stripe did not answer', nextAttemptAt: at(30) },
    ])
  })

  test('never takes again what was applied, even if it is said to have failed later', async () => {
    const inbox = inboxStore(await open())
    const event = updated('acct_1')
    await keepIn(inbox, event, at(0))
    await claimAll(inbox)
    await inbox.done([event.id], at(1))
    await inbox.failed([event.id], { failure: 'too late', nextAttemptAt: at(1) })
    expect(await claimAll(inbox, at(1_000))).toEqual([])
    expect(await inbox.ofAccount('acct_1', { offset: 0, limit: 1 })).toMatchObject([
      { appliedAt: at(1), attempts: 0, failure: undefined },
    ])
  })

  test('by many at once gives every object to one of them', async () => {
    const first = await open()
    const workers = [first, await open(), await open()]
    const objects = Array.from({ length: 30 }, (_, n) => `acct_${n}`)
    for (const object of [...objects, ...objects]) await keepIn(inboxStore(first), updated(object), at(0))
    const claims = await Promise.all(
      [...workers, ...workers, ...workers].map((worker) => inboxStore(worker).claim(7, at(1), at(60))),
    )
    const taken = keysOf(claims.flat())
    expect(new Set(taken).size).toBe(taken.length)
    for (;;) {
      const more = await inboxStore(first).claim(7, at(1), at(60))
      if (more.length === 0) break
      taken.push(...keysOf(more))
    }
    expect(new Set(taken)).toEqual(new Set(objects))
  })

  test('by one that overtakes another: both may mark the same events at once', async () => {
    const workers = [await open(), await open(), await open(), await open()]
    const [inbox = expect.fail('there is no storage')] = workers.map(inboxStore)
    const events = Array.from({ length: 40 }, (_, n) => updated(`acct_${n % 5}`))
    for (const event of events) await keepIn(inbox, event, at(0))
    const ids = events.map(({ id }) => id)
    for (let round = 1; round <= 8; round += 1)
      await Promise.all(
        workers.flatMap((worker, n) => [
          inboxStore(worker).failed(n % 2 ? ids : ids.toReversed(), {
            failure: 'no',
            nextAttemptAt: at(round),
          }),
          inboxStore(worker).claim(5, at(1_000 * round), at(1_000 * round + 1)),
        ]),
      )
    await Promise.all(workers.map((worker) => inboxStore(worker).done(ids, at(9))))
    expect(await inbox.figures()).toMatchObject({ waiting: 0 })
  })

  test('counts what waits and what has failed', async () => {
    const inbox = inboxStore(await open())
    expect(await inbox.figures()).toEqual({ waiting: 0, failing: 0, dead: 0, lastReceivedAt: undefined })
    const events = [updated('acct_1'), updated('acct_2'), updated('acct_3')]
    for (const [n, event] of events.entries()) await keepIn(inbox, event, at(n))
    await inbox.done([events[0]?.id ?? ''], at(5))
    await inbox.failed([events[1]?.id ?? ''], { failure: 'no', nextAttemptAt: at(9) })
    expect(await inbox.figures()).toEqual({ waiting: 2, failing: 1, dead: 0, lastReceivedAt: at(2) })
  })

  test('loses nothing and applies nothing twice, whatever workers do and whenever they are killed', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('receive' as const), object: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ do: fc.constant('claim' as const), limit: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ do: fc.constantFrom('apply' as const, 'fail' as const, 'kill' as const) }),
    )
    const inbox = inboxStore(await open())
    let seconds = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const received = new Set<string>()
        const applied = new Set<string>()
        const held: Claim[] = []
        const apply = async (claim: Claim) => {
          const ids = eventsOf([claim])
          for (const id of ids) expect(applied.has(id)).toBe(false)
          await inbox.done(ids, at(seconds))
          await inbox.release(claim)
          for (const id of ids) applied.add(id)
        }
        for (const action of steps) {
          seconds += 1
          if (action.do === 'receive') {
            const event = updated(`acct_${action.object}`)
            await keepIn(inbox, event, at(seconds))
            received.add(event.id)
          } else if (action.do === 'claim') {
            const claims = await inbox.claim(action.limit, at(seconds), at(seconds + 1_000))
            for (const key of keysOf(claims)) expect(keysOf(held)).not.toContain(key)
            held.push(...claims)
          } else {
            const claim = held.shift()
            if (claim && action.do === 'apply') await apply(claim)
            if (claim && action.do === 'fail') {
              await inbox.failed(eventsOf([claim]), { failure: 'no', nextAttemptAt: at(seconds + 3) })
              await inbox.release(claim)
            }
            if (action.do === 'kill') {
              held.length = 0
              seconds += 1_000
            }
          }
        }
        seconds += 2_000
        for (const claim of await inbox.claim(100, at(seconds), at(seconds + 1))) await apply(claim)
        expect(applied).toEqual(received)
      }),
      { numRuns: 15 },
    )
  })
})

eachStorage('dead letters', (open) => {
  const letter = (eventid: string, payload: unknown = 'no JSON') => ({
    eventid,
    type: 'unknown',
    stripeid: undefined,
    payload,
    failure: 'It is not JSON.',
  })

  test('are kept once, as they came', async () => {
    const inbox = inboxStore(await open())
    const payload = { '\u0000': ['\ud800', '京', null], __proto__: 1 }
    expect(await inbox.insertDead(letter('body-1', payload), at(0))).toBe(true)
    expect(await inbox.insertDead(letter('body-1'), at(1))).toBe(false)
    expect(await inbox.dead({ offset: 0, limit: 10 })).toMatchObject([
      { eventid: 'body-1', payload, failure: 'It is not JSON.', receivedAt: at(0), deadAt: at(0) },
    ])
  })

  test('are claimed by nobody, and do not hold up what else there is of their object', async () => {
    const inbox = inboxStore(await open())
    const [dead, other] = [updated('acct_1'), updated('acct_1')]
    await keepIn(inbox, dead, at(0))
    for (const claim of await claimAll(inbox)) await inbox.release(claim)
    await inbox.died([dead.id], 'It makes no sense.', at(1))
    expect(await claimAll(inbox, at(1_000_000))).toEqual([])
    await keepIn(inbox, other, at(2))
    expect(eventsOf(await claimAll(inbox, at(2)))).toEqual([other.id])
    expect(await inbox.figures()).toMatchObject({ waiting: 1, failing: 0, dead: 1 })
    expect(await inbox.ofAccount('acct_1', { offset: 1, limit: 1 })).toMatchObject([
      { eventid: dead.id, failure: 'It makes no sense.', appliedAt: undefined, deadAt: at(1) },
    ])
  })

  test('are tried again when somebody says so, as if nothing had been', async () => {
    const inbox = inboxStore(await open())
    const event = updated('acct_1')
    await keepIn(inbox, event, at(0))
    await inbox.failed([event.id], { failure: 'no', nextAttemptAt: at(1), failingSince: at(0) })
    await inbox.died([event.id], 'no', at(2))
    expect(await inbox.countDead()).toBe(1)
    expect(await inbox.retryDead(at(3))).toBe(1)
    expect(await inbox.retryDead(at(3))).toBe(0)
    expect(await inbox.countDead()).toBe(0)
    const [claim] = await claimAll(inbox, at(3))
    expect(claim?.tasks).toMatchObject([{ id: event.id, attempts: 0, failingSince: undefined }])
    expect(await inbox.ofAccount('acct_1', { offset: 0, limit: 1 })).toMatchObject([
      { deadAt: undefined, nextAttemptAt: at(3) },
    ])
  })

  test('were failing since the first time that somebody might have mended it', async () => {
    const inbox = inboxStore(await open())
    const event = updated('acct_1')
    await keepIn(inbox, event, at(0))
    const since = async () => (await inbox.ofAccount('acct_1', { offset: 0, limit: 1 }))[0]?.failingSince
    await inbox.failed([event.id], { failure: 'away', nextAttemptAt: at(1) })
    expect(await since()).toBeUndefined()
    for (const time of [10, 20])
      await inbox.failed([event.id], { failure: 'no', nextAttemptAt: at(1), failingSince: at(time) })
    expect(await since()).toEqual(at(10))
  })

  test('are no longer what was applied, and are not marked as failed after all', async () => {
    const inbox = inboxStore(await open())
    const [applied, dead] = [updated('acct_1'), updated('acct_1')]
    for (const event of [applied, dead]) await keepIn(inbox, event, at(0))
    await inbox.done([applied.id], at(1))
    await inbox.died([applied.id, dead.id], 'no', at(2))
    await inbox.failed([dead.id], { failure: 'later', nextAttemptAt: at(3) })
    await inbox.done([dead.id], at(3))
    expect(await inbox.dead({ offset: 0, limit: 10 })).toMatchObject([{ eventid: dead.id, failure: 'no' }])
    expect(await claimAll(inbox, at(9))).toEqual([])
  })

  test('are forgotten as those that were applied', async () => {
    const inbox = inboxStore(await open())
    await inbox.insertDead(letter('body-1'), at(1))
    await inbox.insertDead(letter('body-2'), at(5))
    expect(await inbox.forgetApplied(at(3), 10)).toBe(1)
    expect(await inbox.dead({ offset: 0, limit: 10 })).toMatchObject([{ eventid: 'body-2' }])
  })
})

eachStorage('forgetting events', (open) => {
  const receive = async (inbox: Inbox, appliedAt: Date | undefined) => {
    const event = updated('acct_1')
    await keepIn(inbox, event, at(0))
    if (appliedAt) await inbox.done([event.id], appliedAt)
    return event.id
  }
  const kept = async (inbox: Inbox) =>
    new Set((await inbox.ofAccount('acct_1', { offset: 0, limit: undefined })).map(({ eventid }) => eventid))

  test('takes those that were applied before a time, and never one that waits', async () => {
    const storage = await open()
    const inbox = inboxStore(storage)
    await receive(inbox, at(9))
    const [waiting, fresh] = [await receive(inbox, undefined), await receive(inbox, at(10))]
    expect(await inbox.forgetApplied(at(10), 100)).toBe(1)
    expect(await kept(inbox)).toEqual(new Set([waiting, fresh]))
    expect(await inbox.forgetApplied(at(10), 100)).toBe(0)
  })

  test('takes the oldest first, in parts', async () => {
    const storage = await open()
    const inbox = inboxStore(storage)
    const [last] = [await receive(inbox, at(3)), await receive(inbox, at(1)), await receive(inbox, at(2))]
    expect(await inbox.forgetApplied(at(10), 2)).toBe(2)
    expect(await kept(inbox)).toEqual(new Set([last]))
    expect(await inbox.forgetApplied(at(10), 2)).toBe(1)
  })

  test('is done by several instances at once, while events are applied', async () => {
    const storages = [await open(), await open(), await open()]
    const [inbox = expect.fail('there is no storage')] = storages.map(inboxStore)
    await Promise.all(Array.from({ length: 30 }, (_, n) => receive(inbox, at(n))))
    const waiting = await Promise.all(Array.from({ length: 5 }, () => receive(inbox, undefined)))
    const forget = async (storage: Storage) => {
      let forgotten = 0
      for (let round = 0; round < 10; round += 1)
        forgotten += await inboxStore(storage).forgetApplied(at(1_000), 7)
      return forgotten
    }
    const [claims, ...forgotten] = await Promise.all([claimAll(inbox), ...storages.map(forget)])
    expect(forgotten.reduce((sum, count) => sum + count, 0)).toBe(30)
    expect(new Set(eventsOf(claims))).toEqual(new Set(waiting))
    expect(await kept(inbox)).toEqual(new Set(waiting))
  })
})
