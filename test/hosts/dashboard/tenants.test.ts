import { describe, expect, test } from 'vitest'
import { callerOf } from '../../../src/hosts/dashboard/caller.ts'

describe('a person of Dashboard', () => {
  const account = { accountid: 'account_1', appid: 'shop', administrator: true }
  const session = { sessionid: 'session_1', accountid: 'account_1' }

  test('is nobody in a marketplace whose id differs in case, which MariaDB takes for the same', () => {
    expect(callerOf({ appid: 'Shop', account, session })).toBeUndefined()
    expect(callerOf({ appid: 'shop', account, session })).toMatchObject({ accountid: 'account_1' })
  })
})
