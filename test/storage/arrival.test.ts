/** The order of objects that Stripe made within one second. */
import { expect, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { accountsOf } from '../../src/accounts/store/accounts-of.ts'
import { personStore } from '../../src/accounts/store/persons.ts'
import { headerValueStore } from '../../src/application/store.ts'
import { payoutStore } from '../../src/payouts/store/payouts.ts'
import type { PageOfRows } from '../../src/storage/paging.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { insertRow, migrateTo, withDatabase } from '../support/raw-database.ts'
import { APPID, eachStorage } from '../support/storage.ts'
import { stripeAccount, stripePayout, stripePerson } from '../support/stripe-objects.ts'

const OWNER = { accountid: 'account_1' }
const CREATED = 1_700_000_000

/** Neither in the order of the alphabet nor against it. */
const LETTERS = [...'mzabyqnkfx']

type List = (page: PageOfRows) => Promise<string[]>

/** The ids of all rows, page by page. */
async function paged(list: List, limit: number): Promise<string[]> {
  const seen: string[] = []
  for (;;) {
    const ids = await list({ offset: seen.length, limit })
    if (ids.length === 0) return seen
    seen.push(...ids)
  }
}

async function expectOrder(list: List, ids: readonly string[]): Promise<void> {
  for (const limit of [1, 3, 4, 100]) expect(await paged(list, limit)).toEqual(ids)
  expect(await list({ offset: 0, limit: undefined })).toEqual(ids)
}

async function insertAccount(storage: Storage, id: string, created = CREATED): Promise<string> {
  await accountStore(storage).insert({ stripeid: id, ...OWNER, stripeObject: stripeAccount({ id, created }) })
  return id
}

eachStorage('objects made within one second', (open) => {
  test('are listed in the order in which they came: accounts', async () => {
    // Two instances in turn.
    const [storage, other] = [await open(), await open()]
    const ids: string[] = []
    for (const [at, letter] of LETTERS.entries())
      ids.unshift(await insertAccount(at % 2 ? storage : other, `acct_${letter}`))
    // Rows keep their place when they change.
    const changed = stripeAccount({ id: 'acct_a', created: CREATED, email: 'a@example.com' })
    const ticket = await accountStore(storage).ticket('acct_a')
    await accountStore(storage).record('acct_a', changed, ticket)

    const stripeids = (rows: { stripeid: string }[]) => rows.map(({ stripeid }) => stripeid)
    const accounts = accountStore(storage)
    await expectOrder(async (page) => stripeids(await accounts.ofPerson(OWNER.accountid, page)), ids)
    const search = { sort: 'created', direction: 'descending' } as const
    await expectOrder(async (page) => stripeids(await accounts.search(search, page)), ids)
    await expectOrder(
      async (page) => stripeids(await accounts.search({ ...search, direction: 'ascending' }, page)),
      ids.toReversed(),
    )
    const value = await headerValueStore(storage).rebuild(OWNER.accountid, accountsOf, (all) =>
      all.map(({ id }) => id).join(),
    )
    expect(value).toBe(ids.join())
  })

  test('are listed in the order in which they came: people and payouts', async () => {
    const [storage, other] = [await open(), await open()]
    const stripeid = await insertAccount(storage, 'acct_1')
    const [people, payouts]: [string[], string[]] = [[], []]
    for (const [at, letter] of LETTERS.entries()) {
      const place = at % 2 ? storage : other
      const person = stripePerson({ id: `person_${letter}`, created: CREATED })
      const persons = personStore(place)
      await persons.record({ stripeid, ...OWNER, stripeObject: person }, await persons.ticket(person.id))
      people.unshift(person.id)
      const payout = stripePayout({ id: `po_${letter}`, created: CREATED, status: 'paid' })
      const paid = payoutStore(place)
      await paid.record({ stripeid, ...OWNER, stripeObject: payout }, await paid.ticket(payout.id))
      payouts.unshift(payout.id)
    }
    await expectOrder(
      async (page) => (await personStore(storage).ofAccount(stripeid, page)).map(({ personid }) => personid),
      people,
    )
    for (const search of [{}, OWNER, { stripeid }, { status: 'paid' }])
      await expectOrder(
        async (page) => (await payoutStore(storage).list(search, page)).map(({ payoutid }) => payoutid),
        payouts,
      )
  })

  test('come after what is older, whenever that came', async () => {
    const storage = await open()
    await insertAccount(storage, 'acct_new', CREATED + 1)
    await insertAccount(storage, 'acct_old', CREATED)
    const rows = await accountStore(storage).ofPerson(OWNER.accountid)
    expect(rows.map(({ stripeid }) => stripeid)).toEqual(['acct_new', 'acct_old'])
  })
})

eachStorage(
  'rows from before they were numbered',
  (open, config) => {
    test('keep one order, and new ones come after them', async () => {
      const place = await config()
      await migrateTo(place, '010-events-compression')
      const created = new Date(CREATED * 1000)
      await withDatabase(place, async (db) => {
        for (const letter of LETTERS)
          await insertRow(db, 'connect_stripe_accounts', {
            ...{
              stripeid: `acct_${letter}`,
              ...OWNER,
              appid: APPID,
              created_at: created,
              updated_at: created,
            },
            ...{ stripe_object: JSON.stringify(stripeAccount({ id: `acct_${letter}` })), status: 'new' },
            search_text: '',
          })
      })
      const storage = await open()
      const list: List = async (page) =>
        (await accountStore(storage).ofPerson(OWNER.accountid, page)).map(({ stripeid }) => stripeid)
      const before = await list({ offset: 0, limit: undefined })
      expect(before.toSorted()).toEqual(LETTERS.map((letter) => `acct_${letter}`).toSorted())
      await expectOrder(list, before)
      const later = await insertAccount(storage, 'acct_later')
      await expectOrder(list, [later, ...before])
    })
  },
  { fresh: true },
)
