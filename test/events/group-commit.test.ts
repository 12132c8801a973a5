/** Events that arrive together are committed together, and each learns its own outcome. */
import { setImmediate as nextRound } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GroupCommit } from '../../src/events/group-commit.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import type { Arrival } from '../../src/events/store/inbox-intake.ts'
import { StorageError } from '../../src/storage/storage-error.ts'
import { atMost } from '../../src/storage/waiting.ts'
import { eventually } from '../support/eventually.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

const AT = new Date('2026-05-01T12:00:00Z')

/** Commits when the test says so. */
function byHand(options: { mostWaiting?: number } = {}) {
  const batches: { items: readonly string[]; finish(): void; fail(error: Error): void }[] = []
  const commit = (items: readonly string[]) =>
    new Promise<string[]>((resolve, reject) => {
      const finish = () => resolve(items.map((item) => `${item} is kept`))
      batches.push({ items, finish, fail: reject })
    })
  const group = new GroupCommit({ commit, sizeOf: ({ length }) => length, ...options })
  /** Waits for one more batch. */
  const nextBatch = async (number: number) => {
    await eventually(() => expect(batches).toHaveLength(number))
    return batches[number - 1] ?? expect.fail('there is no batch')
  }
  return { group, batches, nextBatch }
}

describe('a batch', () => {
  test('is what arrived while the one before it was under way', async () => {
    const { group, batches, nextBatch } = byHand()
    const early = [group.add('a'), group.add('b')]
    const first = await nextBatch(1)
    const late = [group.add('c'), group.add('d')]
    for (let round = 0; round < 5; round += 1) await nextRound()
    expect(batches.map(({ items }) => items)).toEqual([['a', 'b']])
    first.finish()
    expect(await Promise.all(early)).toEqual(['a is kept', 'b is kept'])
    const second = await nextBatch(2)
    expect(second.items).toEqual(['c', 'd'])
    second.finish()
    expect(await Promise.all(late)).toEqual(['c is kept', 'd is kept'])
  })

  test('stays small enough for one statement', async () => {
    const { group, nextBatch } = byHand()
    const large = 'x'.repeat(700 * 1024)
    const added = [large, large, 'a', 'b', ...Array(300).fill('c')].map((item) => group.add(item))
    const sizes: number[] = []
    for (let number = 1; number <= 3; number += 1) {
      const batch = await nextBatch(number)
      sizes.push(batch.items.length)
      batch.finish()
    }
    await Promise.all(added)
    expect(sizes).toEqual([1, 256, 47])
  })

  test('that the database refuses as a whole is tried item by item', async () => {
    const { group, nextBatch } = byHand()
    const added = ['good', 'bad', 'fine'].map((item) => group.add(item))
    const settled = Promise.allSettled(added)
    for (const [number, fails] of [true, false, true, false].entries()) {
      const batch = await nextBatch(number + 1)
      if (fails) batch.fail(new Error(`${batch.items.join()} is no good`))
      else batch.finish()
    }
    expect(await settled).toMatchObject([
      { value: 'good is kept' },
      { reason: { message: 'bad is no good' } },
      { value: 'fine is kept' },
    ])
  })

  test('is given up at once when the database is away', async () => {
    const { group, batches, nextBatch } = byHand()
    const settled = Promise.allSettled(['a', 'b'].map((item) => group.add(item)))
    const batch = await nextBatch(1)
    batch.fail(new StorageError('It is away.'))
    expect(await settled).toMatchObject([
      { reason: { code: 'storage-unavailable' } },
      { reason: { code: 'storage-unavailable' } },
    ])
    expect(batches).toHaveLength(1)
  })
})

test('a request waits for the batch before its own no longer than it may', async () => {
  const { group, nextBatch } = byHand()
  const first = group.add('a')
  const batch = await nextBatch(1)
  await expect(atMost(50, () => group.add('b'))).rejects.toMatchObject({ code: 'storage-unavailable' })
  batch.finish()
  await first
  const next = await nextBatch(2)
  expect(next.items).toEqual(['b'])
})

test('what finds every place taken is refused, and may come again', async () => {
  const { group, nextBatch } = byHand({ mostWaiting: 2 })
  const first = group.add('under way')
  const batch = await nextBatch(1)
  const waiting = [group.add('a'), group.add('b')]
  await expect(group.add('c')).rejects.toMatchObject({ code: 'too-busy', status: 503 })
  batch.finish()
  await first
  const next = await nextBatch(2)
  next.finish()
  expect(await Promise.all(waiting)).toEqual(['a is kept', 'b is kept'])
})

/** An event without an id, which no database accepts. */
const POISON = null as unknown as string

eachStorage('events that arrive at two instances', (open) => {
  const intakeOf = async () => {
    const inbox = inboxStore(await open())
    return new GroupCommit<Arrival, boolean>({
      commit: (arrivals) => inbox.insertAll(arrivals, AT),
      sizeOf: ({ payload }) => payload.length,
    })
  }

  test('are kept once if they were acknowledged, and a bad one costs no other', async () => {
    const inbox = inboxStore(await open())
    const intakes = [await intakeOf(), await intakeOf()]
    let runs = 0
    const arrival = fc.record({
      name: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 5 }),
      instance: fc.nat(1),
      rounds: fc.nat(2),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 40 }), async (arrivals) => {
        runs += 1
        const account = `acct_${runs}`
        const news: string[] = []
        const acknowledged = new Set<string>()
        const deliver = async ({ name, instance, rounds }: (typeof arrivals)[number]) => {
          for (let round = 0; round < rounds; round += 1) await nextRound()
          const id = name === null ? POISON : `evt_${runs}_${name}`
          const event = { ...stripeEvent('account.updated', account, { id: account }), id }
          const payload = Buffer.from(JSON.stringify(event))
          const kept = intakes[instance]?.add({ event, key: account, payload })
          if (name === null) return expect(kept).rejects.toThrow(/null/i)
          if (await kept) news.push(id)
          acknowledged.add(id)
        }
        await Promise.all(arrivals.map(deliver))
        const rows = await inbox.ofAccount(account, { offset: 0, limit: undefined })
        const kept = rows.map(({ eventid }) => eventid).sort()
        expect(kept).toEqual([...acknowledged].sort())
        expect(news.sort()).toEqual(kept)
      }),
      { numRuns: 25 },
    )
  })

  test('do not wait for each other for ever, whatever their order', async () => {
    const [one, other] = [await open(), await open()]
    for (let round = 0; round < 10; round += 1) {
      const events = Array.from({ length: 60 }, () => stripeEvent('account.updated', 'acct_1', {}))
      const arrivals = events.map((event) => ({ event, key: 'acct_1', payload: JSON.stringify(event) }))
      const results = await Promise.all([
        inboxStore(one).insertAll(arrivals, AT),
        inboxStore(other).insertAll(arrivals.toReversed(), AT),
      ])
      expect(results.flat().filter(Boolean)).toHaveLength(events.length)
    }
  })

  test('are kept as Stripe wrote them', async () => {
    const inbox = inboxStore(await open())
    const event = stripeEvent('account.updated', 'acct_1', { text: '森川=<"\\ ' })
    const payload = JSON.stringify(event, null, 2)
    const other = { ...event, id: 'evt_other' }
    const key = 'acct_1'
    const arrivals = [
      { event, key, payload: Buffer.from(payload) },
      { event: other, key, payload: JSON.stringify(other) },
      { event, key, payload: '{}' },
    ]
    expect(await inbox.insertAll(arrivals, AT)).toEqual([true, true, false])
    expect(await inbox.insertAll(arrivals, AT)).toEqual([false, false, false])
    const rows = await inbox.ofAccount('acct_1', { offset: 0, limit: undefined })
    expect(rows.map((row) => row.payload)).toEqual(expect.arrayContaining([event, other]))
  })
})
