import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { makeResetLink } from '../../../src/hosts/standalone/reset-link.ts'
import { userStore } from '../../../src/hosts/standalone/store/users.ts'
import { eventually } from '../../support/eventually.ts'
import { PASSWORD, startDashboard } from '../support.ts'

test('a password that could not be set leaves the link and the old password good', async () => {
  const { browser, services } = await startDashboard()
  const { db } = services.storage.database
  await browser().register('maya@example.com')
  const user = await userStore(services.storage).findByEmail('maya@example.com')
  if (!user) throw new Error('nobody has registered')
  const link = await makeResetLink(services.storage, user.accountid, services.now())

  // Setting a password ends the person's sessions in the same transaction.
  await sql`alter table connect_sessions rename to connect_sessions_away`.execute(db)
  const failed = await browser().submit(link, { 'new-password': 'a new password, quite long' })
  await sql`alter table connect_sessions_away rename to connect_sessions`.execute(db)
  expect(failed.status).toBeGreaterThanOrEqual(500)

  await eventually(async () =>
    expect((await browser().signIn('maya@example.com', PASSWORD)).status).toBe(303),
  )
  const set = await browser().submit(link, { 'new-password': 'a new password, quite long' })
  expect([set.status, set.headers.get('location')]).toEqual([303, '/account'])
})
