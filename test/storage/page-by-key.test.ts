/** Lists that are paged by key: whichever way they are walked, every row comes once and in order. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountOrder } from '../../src/accounts/store/account-search.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { type PayoutOrder, payoutStore } from '../../src/payouts/index.ts'
import type { KeyPage } from '../../src/storage/page-by-key.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount, stripePayout } from '../support/stripe-objects.ts'

const OWNER = { accountid: 'account_1' }
const ALL = { offset: 0, limit: undefined }
const WAYS = ['ascending', 'descending'] as const

/** Walks a list to its end and back, and gives the ids in the order in which each way showed them. */
async function walk<Row>(
  page: (place: { after?: string; before?: string; limit: number }) => Promise<KeyPage<Row>>,
  idOf: (row: Row) => string,
  limit: number,
): Promise<{ there: string[]; back: string[] }> {
  let shown = await page({ limit })
  expect(shown.before).toBe(false)
  const there = shown.rows.map(idOf)
  while (shown.after) {
    expect(shown.rows.length).toBe(limit)
    shown = await page({ after: there.at(-1) ?? '', limit })
    expect(shown.before).toBe(true)
    there.push(...shown.rows.map(idOf))
  }
  const back = shown.rows.map(idOf)
  while (shown.before && back.length > 0) {
    shown = await page({ before: back[0] ?? '', limit })
    expect(shown.rows.length === 0 || shown.after).toBe(true)
    back.unshift(...shown.rows.map(idOf))
  }
  return { there, back }
}

eachStorage('a list paged by key', (open) => {
  test('shows every account once, in each order, both ways', async () => {
    const storage = await open()
    const accounts = accountStore(storage)
    const part = fc.record({
      country: fc.constantFrom('DE', 'FR', undefined),
      name: fc.constantFrom('anna', 'Anna', 'ß', 'zoe', '', undefined),
      created: fc.constantFrom(1_790_000_000, 1_790_000_001),
      deadline: fc.constantFrom(1_800_000_000, 1_900_000_000, undefined),
    })
    for (const { country, name, created, deadline } of fc.sample(part, { numRuns: 23, seed: 7 })) {
      const stripeObject = stripeAccount({
        ...{ country, created, business_profile: { name } },
        ...(deadline && { requirements: { current_deadline: deadline } }),
      } as never)
      await accounts.insert({ stripeid: stripeObject.id, ...OWNER, stripeObject })
    }
    for (const sort of ['created', 'name', 'country', 'status', 'deadline'] as const)
      for (const direction of WAYS)
        for (const limit of [1, 4, 23, 30]) {
          const order: AccountOrder = { sort, direction }
          const wanted = (await accounts.search(order, ALL)).map(({ stripeid }) => stripeid)
          const { there, back } = await walk(
            async (place) => (await accounts.page(order, place)).page,
            ({ stripeid }) => stripeid,
            limit,
          )
          expect(there, `${sort} ${direction} ${limit}`).toEqual(wanted)
          expect(back, `${sort} ${direction} ${limit}, back`).toEqual(wanted)
        }
    expect(
      (await accounts.page({ sort: 'name', direction: 'ascending' }, { after: 'gone', limit: 3 })).page
        .before,
    ).toBe(false)
  })

  test('shows every payout once, by creation and by arrival', async () => {
    const storage = await open()
    const stripeObject = stripeAccount()
    const stripeid = stripeObject.id
    await accountStore(storage).insert({ stripeid, ...OWNER, stripeObject })
    const payouts = payoutStore(storage)
    for (let made = 0; made < 11; made += 1) {
      const arrival_date = made % 4 === 3 ? undefined : 1_790_000_000 + (made % 3) * 86_400
      const payout = stripePayout({ created: 1_790_000_000 + (made % 2), arrival_date } as never)
      await payouts.record({ stripeid, ...OWNER, stripeObject: payout }, await payouts.ticket(payout.id))
    }
    const newest = (await payouts.list({}, ALL)).map(({ payoutid }) => payoutid)
    for (const sort of ['created', 'arrival'] as const)
      for (const direction of WAYS) {
        const order: PayoutOrder = { sort, direction }
        const { there, back } = await walk(
          (place) => payouts.page({}, order, place),
          ({ payoutid }) => payoutid,
          3,
        )
        expect(back).toEqual(there)
        expect(there.toSorted()).toEqual(newest.toSorted())
        if (sort === 'created')
          expect(direction === 'descending' ? there : there.toReversed()).toEqual(newest)
      }
  })
})
