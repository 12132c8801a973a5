/** Columns that an older rule made of an account are made again by the present one. */
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { createLogger } from '../../src/core/log.ts'
import { startUpkeep } from '../../src/runtime/upkeep.ts'
import { eventually } from '../support/eventually.ts'
import { withDatabase } from '../support/raw-database.ts'
import { eachStorage } from '../support/storage.ts'
import { stripeAccount } from '../support/stripe-objects.ts'

const ALL = { offset: 0, limit: undefined }
const LATER = new Date('2030-01-01T00:00:00Z')

eachStorage('rows of an older rule', (open, config) => {
  const register = async (count: number) => {
    const storage = await open()
    for (let made = 0; made < count; made += 1) {
      const stripeObject = stripeAccount({ email: `maker-${made}@example.com` })
      await accountStore(storage).insert({ stripeid: stripeObject.id, accountid: 'ada', stripeObject })
    }
    return storage
  }
  const asBefore = async (columns: string) =>
    withDatabase(await config(), (db) =>
      sql`update connect_stripe_accounts set ${sql.raw(columns)}`.execute(db),
    )

  test('are computed again, in parts, and those of the present one are left alone', async () => {
    const storage = await register(5)
    const accounts = accountStore(storage)
    expect(await accounts.recompute(10)).toBe(0)
    await asBefore("columns_rule = 0, status = 'active', search_text = ''")
    expect((await accounts.ofPerson('ada', ALL, ['active'])).length).toBe(5)
    expect(await accountStore(await open({ appid: 'elsewhere' })).recompute(10)).toBe(0)
    expect([await accounts.recompute(3), await accounts.recompute(3), await accounts.recompute(3)]).toEqual([
      3, 2, 0,
    ])
    expect((await accounts.ofPerson('ada', ALL, ['active'])).length).toBe(0)
    const search = { text: 'maker-3@', sort: 'created', direction: 'ascending' } as const
    expect((await accounts.search(search, ALL)).length).toBe(1)
  })

  test('of a newer one, which another instance has, are kept', async () => {
    const storage = await register(1)
    await asBefore("columns_rule = 1000, status = 'active'")
    expect(await accountStore(storage).recompute(10)).toBe(0)
    expect((await accountStore(storage).ofPerson('ada', ALL, ['active'])).length).toBe(1)
  })

  test('are looked for when a host starts', async () => {
    const storage = await register(2)
    await asBefore("columns_rule = 0, status = 'active'")
    const upkeep = startUpkeep({ storage, log: createLogger('silent'), now: () => LATER }, [])
    onTestFinished(() => upkeep.stop())
    await eventually(async () =>
      expect((await accountStore(storage).ofPerson('ada', ALL, ['active'])).length).toBe(0),
    )
  })
})
