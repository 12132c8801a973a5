import { expect, test } from 'vitest'
import { decisionStore } from '../../src/oversight/store/decisions.ts'
import { APPID, eachStorage } from '../support/storage.ts'

const ALL = { offset: 0, limit: undefined }

const DECISION = {
  stripeid: 'acct_1',
  name: 'Anneke Möller',
  accountid: 'account_1',
  action: 'delete',
  reason: undefined,
  override: true,
} as const

eachStorage('decisions', (open) => {
  test('are found as they were made, newest first, by account and within the tenant', async () => {
    let time = new Date('2026-01-01T00:00:00Z')
    const decisions = decisionStore(await open({ now: () => time }))
    await decisions.insert({ ...DECISION, decisionid: 'one' })
    expect(await decisions.list({}, ALL)).toMatchObject([{ action: 'delete', done: false }])
    await decisions.carriedOut({ ...DECISION, decisionid: 'one' })
    time = new Date('2026-01-02T00:00:00Z')
    const rejection = { stripeid: 'acct_2', action: 'reject', reason: 'fraud', override: false } as const
    await decisions.insert({ ...DECISION, ...rejection, decisionid: 'two' })
    expect(await decisions.list({}, ALL)).toEqual([
      { ...DECISION, ...rejection, appid: APPID, decisionid: 'two', done: false, decidedAt: time },
      {
        ...DECISION,
        appid: APPID,
        decisionid: 'one',
        done: true,
        decidedAt: new Date('2026-01-01T00:00:00Z'),
      },
    ])
    expect(await decisions.list({ stripeid: 'acct_1' }, ALL)).toHaveLength(1)
    expect(await decisions.list({}, { offset: 1, limit: 5 })).toHaveLength(1)
    expect(await decisionStore(await open({ appid: 'other' })).list({}, ALL)).toEqual([])
  })
})
