import { expect, test } from 'vitest'
import { checkView, foundMisfits } from '../support/view-names.ts'

const account = {
  ...{ stripeid: 'acct_1', name: 'Maya', status: 'active', createdAt: new Date() },
  ...{ headline: 'You can be paid', reason: '', deadline: undefined },
}
const start = { title: 'Get paid', accounts: [{ ...account, action: undefined }], departures: [] }

test('a page fits that has what its view reads, and more in its values than this view reads', () => {
  checkView('registration/start', { ...start, accounts: [{ ...start.accounts[0], elsewhere: 'read' }] })
  checkView('registration/start', { ...start, accounts: [], notice: 'Saved.', pagination: undefined })
  expect(foundMisfits()).toEqual([])
})

test('a key that was renamed is found by both of its names', () => {
  const { accounts, ...rest } = start
  checkView('registration/start', { ...rest, sellers: accounts })
  expect(foundMisfits()).toEqual([
    'registration/start: nothing reads "sellers"',
    'registration/start: there is no "accounts"',
  ])
})

test('so is one of a value that a partial draws', () => {
  const { reason, ...rest } = account
  checkView('registration/start', {
    ...start,
    accounts: [{ ...rest, action: { label: 'Go on', phrase: reason } }],
  })
  expect(foundMisfits()).toEqual([
    'registration/start.accounts: there is no "reason"',
    'registration/start.accounts.action: there is no "path"',
  ])
})

test('and a parameter of a partial that nothing reads', () => {
  checkView('registration/start', { ...start, notis: 'Saved.' })
  expect(foundMisfits()).toEqual(['registration/start: nothing reads "notis"'])
})
