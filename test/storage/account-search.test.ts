import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { Kysely, sql } from 'kysely'
import Libsql from 'libsql'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AccountSearch } from '../../src/accounts/store/account-search.ts'
import { sorted } from '../../src/accounts/store/account-search.ts'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import type { AccountTables } from '../../src/accounts/store/tables.ts'
import { fold } from '../../src/storage/columns.ts'
import { sqliteDialect } from '../../src/storage/dialects/sqlite.ts'
import { Patience } from '../../src/storage/patience.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { withDatabase } from '../support/raw-database.ts'
import { eachStorage, MEMORY, openPlace } from '../support/storage.ts'
import { stripeAccount } from '../support/stripe-objects.ts'

const BY_AGE = { sort: 'created', direction: 'ascending' } as const satisfies AccountSearch
const EVERYTHING = { offset: 0, limit: undefined }

async function register(
  storage: Storage,
  parts: Parameters<typeof stripeAccount>[0],
  accountid = 'account_1',
) {
  const stripeObject = stripeAccount(parts)
  await accountStore(storage).insert({ stripeid: stripeObject.id, accountid, stripeObject })
  return stripeObject.id
}

async function idsOf(storage: Storage, search: Partial<AccountSearch>) {
  const rows = await accountStore(storage).search({ ...BY_AGE, ...search }, EVERYTHING)
  expect(await accountStore(storage).count(search)).toBe(rows.length)
  return rows.map(({ stripeid }) => stripeid)
}

eachStorage('a search', (open) => {
  test('finds part of a name, an address or an id, whatever the case and the accents', async () => {
    const storage = await open()
    const jose = await register(storage, {
      email: 'Jose@Example.com',
      individual: { first_name: 'José', last_name: 'Straße' },
    })
    const haruka = await register(storage, {
      individual: {
        first_name_kanji: '遥',
        last_name_kanji: '森川',
        first_name_kana: 'ﾊﾙｶ',
        last_name_kana: 'ﾓﾘｶﾜ',
      },
    })
    const pottery = await register(storage, { company: { name: 'ΟΔΥΣΣΕΥΣ Keramik' } })
    for (const text of ['jose', 'JOSÉ STRASSE', 'é s', '@example.COM', jose.slice(5)])
      expect(await idsOf(storage, { text }), text).toEqual([jose])
    for (const text of ['森川', '森川 遥', 'モリカワ', 'ハルカ'])
      expect(await idsOf(storage, { text }), text).toEqual([haruka])
    for (const text of ['οδυσ', 'ευς', 'keramik'])
      expect(await idsOf(storage, { text }), text).toEqual([pottery])
    expect(await idsOf(storage, { text: 'com jose' })).toEqual([jose])
    expect(await idsOf(storage, { text: 'jose keramik' })).toEqual([])
  })

  test('combines its filters and stays in its marketplace', async () => {
    const storage = await open()
    const wanted = await register(storage, { country: 'JP', email: 'a@x.jp', payouts_enabled: true })
    await register(storage, { country: 'JP', email: 'b@x.jp' })
    await register(storage, { country: 'DE', email: 'a@x.jp', payouts_enabled: true })
    await register(storage, { country: 'JP', email: 'a@x.jp', payouts_enabled: true }, 'account_2')
    const search = { text: 'a@', country: 'JP', status: 'active', accountid: 'account_1' } as const
    expect(await idsOf(storage, search)).toEqual([wanted])
    const elsewhere = await open({ appid: 'elsewhere' })
    expect(await accountStore(elsewhere).count(search)).toBe(0)
    expect(await idsOf(elsewhere, search)).toEqual([])
  })

  test('finds any part of any name, with nothing in it read as a wildcard', async () => {
    const storage = await open()
    const names = new Map<string, string>()
    const piece = fc.oneof(
      fc.constantFrom('%', '_', '!', '\\', "'", '"', '%%', '!%', 'ß', 'İ', 'ς', '森', 'e\u0301', '\0'),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        fc.nat(),
        fc.nat(),
        async (pieces, a, b) => {
          const name = pieces.join('')
          const id = await register(storage, { business_profile: { name } })
          names.set(id, name)
          const from = a % pieces.length
          const text = pieces.slice(from, from + 1 + (b % pieces.length)).join('')
          const found = await idsOf(storage, { text })
          // Of spaces and accents alone nothing is left to search for.
          if (fold(text).trim() === '') {
            expect(found).toEqual([])
            return
          }
          expect(found).toContain(id)
          const wanted = fold(text).replaceAll('\0', '\uFFFD').split(/\s+/u)
          for (const other of found) {
            const searched = fold(`${other}\n${names.get(other)}`).replaceAll('\0', '\uFFFD')
            expect(wanted.every((part) => searched.includes(part))).toBe(true)
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})

eachStorage('a search in a large marketplace', (open, config) => {
  /** Makes the marketplace look as if it had many more accounts. */
  const enlarge = async () =>
    withDatabase(await config(), (db) =>
      sql`update connect_account_numbers set accounts = accounts + 20000`.execute(db),
    )
  const find = async (storage: Storage, text: string) => {
    const { page } = await accountStore(storage).page({ ...BY_AGE, text }, { limit: 2000 })
    return page.rows.map(({ stripeid }) => stripeid)
  }

  test('finds what words begin with, in any order, and every end of what has no spaces', async () => {
    const storage = await open()
    const jose = await register(storage, {
      email: 'jose.strasse@example.com',
      individual: { first_name: 'José', last_name: 'Straße' },
    })
    const haruka = await register(storage, {
      individual: { first_name_kanji: '遥', last_name_kanji: '森川' },
    })
    await enlarge()
    for (const text of ['jo', 'JOSÉ', 'stra jo', 'jose.st', 'jose.strasse@example.com', 'example', jose])
      expect(await find(storage, text), text).toEqual([jose])
    for (const text of ['森', '川', '森川', '森 遥'])
      expect(await find(storage, text), text).toEqual([haruka])
    for (const text of ['zz', 'jose zz', 'jose-strasse', '@', '川森', `${'x'.repeat(70)}`])
      expect(await find(storage, text), text).toEqual([])
    // Renamed: what it was called finds it no longer.
    const renamed = stripeAccount({ id: jose, individual: { first_name: 'Maya', last_name: 'Hart' } })
    await accountStore(storage).record(jose, renamed, await accountStore(storage).ticket(jose))
    expect(await find(storage, 'stra')).toEqual([])
    expect(await find(storage, 'ha')).toEqual([jose])
  })

  test('shows the first of many in their order, and says that there are more than are counted', async () => {
    const storage = await open()
    const ids: string[] = []
    for (let made = 0; made < 1010; made += 1)
      ids.push(await register(storage, { created: 1_790_000_000 + made, company: { name: `Kiln ${made}` } }))
    await enlarge()
    const accounts = accountStore(storage)
    for (const text of ['ki', 'kiln', 'kiln acct']) {
      const { page, total } = await accounts.page({ ...BY_AGE, text }, { limit: 5 })
      expect(
        page.rows.map(({ stripeid }) => stripeid),
        text,
      ).toEqual(ids.slice(0, 5))
      expect(total, text).toEqual({ count: 1000, more: true })
    }
    expect(await accounts.count({ text: 'kiln 1009' })).toBe(1)
    expect(await accounts.count({ text: 'kiln', country: 'XX' })).toBe(0)
  }, 60_000)
})

eachStorage('sorting', (open) => {
  test('puts what has no value last in both directions', async () => {
    const storage = await open()
    const none = await register(storage, {})
    const late = await register(storage, { requirements: { current_deadline: 1_900_000_000 } })
    const soon = await register(storage, { requirements: { current_deadline: 1_800_000_000 } })
    expect(await idsOf(storage, { sort: 'deadline', direction: 'ascending' })).toEqual([soon, late, none])
    expect(await idsOf(storage, { sort: 'deadline', direction: 'descending' })).toEqual([late, soon, none])
  })

  test('looks at names without regard to case', async () => {
    const storage = await open()
    const zoe = await register(storage, { company: { name: 'zoe' } })
    const anna = await register(storage, { company: { name: 'Anna' } })
    const bert = await register(storage, { company: { name: 'bert' } })
    expect(await idsOf(storage, { sort: 'name' })).toEqual([anna, bert, zoe])
  })

  test('shows every row exactly once, page by page, whatever the order', async () => {
    const storage = await open()
    const all = await Promise.all(
      Array.from({ length: 23 }, (_, n) =>
        register(storage, {
          created: 1_700_000_000 + (n % 4),
          country: ['US', 'DE', 'JP'][n % 3] ?? 'US',
          payouts_enabled: n % 2 === 0,
          ...(n % 5 > 0 && { company: { name: `Shop ${n % 5}` } }),
          ...(n % 3 > 0 && { requirements: { current_deadline: 1_800_000_000 + (n % 3) } }),
        }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('created', 'name', 'country', 'status', 'deadline'),
        fc.constantFrom('ascending', 'descending'),
        fc.integer({ min: 1, max: 25 }),
        async (sort, direction, limit) => {
          const seen: string[] = []
          for (let offset = 0; offset < all.length; offset += limit) {
            const rows = await accountStore(storage).search({ sort, direction }, { offset, limit })
            seen.push(...rows.map(({ stripeid }) => stripeid))
          }
          expect(seen).toHaveLength(all.length)
          expect(new Set(seen)).toEqual(new Set(all))
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('the order that administrators see first', () => {
  test.each(['created', 'status'] as const)(
    'by %s is read from an index, not sorted each time',
    async (sort) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'account-search-'))
      onTestFinished(() => rm(folder, { recursive: true }))
      const file = path.join(folder, 'connect.db')
      await (await openPlace({ ...MEMORY, file })).close()
      const database = new Libsql(file)
      const query = sorted(
        new Kysely<AccountTables>({
          dialect: sqliteDialect(':memory:', new Patience({ connect: 0, statement: 0 })),
        })
          .selectFrom('connect_stripe_accounts')
          .selectAll()
          .where('appid', '=', 'market'),
        { sort, direction: 'descending' },
      )
      const plan = database.prepare(`explain query plan ${query.compile().sql}`).all('market')
      database.close()
      expect(JSON.stringify(plan)).toMatch(/USING INDEX/)
      expect(JSON.stringify(plan)).not.toMatch(/TEMP B-TREE/)
    },
  )
})
