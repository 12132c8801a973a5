import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Sessions } from '../../../src/hosts/standalone/sessions.ts'
import { sessionStore } from '../../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../../src/hosts/standalone/store/users.ts'
import { servicesOfTest } from '../../support/services.ts'

/** A signed-in person, and the number of queries for sessions. */
async function signedIn() {
  const services = await servicesOfTest()
  const { storage, announcements, config } = services
  const sessions = new Sessions(services)
  const accountid = `account_${randomUUID()}`
  await userStore(storage).insert({
    accountid,
    email: `${accountid}@example.com`,
    fullName: 'Ada',
    passwordHash: '',
    createdAt: new Date(),
  })
  const cookie = await sessions.open(accountid)
  const sessionid = cookie.split('.')[0] ?? ''
  const { find } = sessionStore(storage)
  const asked = { times: 0, after: async () => {} }
  sessionStore(storage).find = async (id) => {
    asked.times += 1
    const found = await find(id)
    await asked.after()
    return found
  }
  const end = { appid: config.appid, sessionid }
  return { sessions, cookie, asked, end, announcements, storage }
}

describe('a session that another instance ended', () => {
  test('is looked up again at once', async () => {
    const { sessions, cookie, end, announcements, storage } = await signedIn()
    expect(await sessions.ofCookie(cookie)).toBeDefined()
    await sessionStore(storage).delete(end.sessionid)
    announcements.sessionEndedElsewhere(end)
    expect(await sessions.ofCookie(cookie)).toBeUndefined()
  })

  test('is not remembered by a look-up that began before', async () => {
    const { sessions, cookie, asked, end, announcements, storage } = await signedIn()
    let found = () => {}
    asked.after = () => new Promise<void>((resolve) => (found = resolve))
    const early = sessions.ofCookie(cookie)
    await expect.poll(() => asked.times).toBe(1)
    await sessionStore(storage).delete(end.sessionid)
    announcements.sessionEndedElsewhere(end)
    asked.after = async () => {}
    found()
    await early
    expect(await sessions.ofCookie(cookie)).toBeUndefined()
  })

  test('is looked up again when its end may have been missed', async () => {
    const { sessions, cookie, end, announcements, storage } = await signedIn()
    expect(await sessions.ofCookie(cookie)).toBeDefined()
    await sessionStore(storage).delete(end.sessionid)
    announcements.sessionEndedElsewhere(undefined)
    expect(await sessions.ofCookie(cookie)).toBeUndefined()
  })

  test('is no reason to look others up again', async () => {
    const { sessions, cookie, asked, end, announcements } = await signedIn()
    await sessions.ofCookie(cookie)
    announcements.sessionEndedElsewhere({ ...end, sessionid: 'another' })
    expect(await sessions.ofCookie(cookie)).toBeDefined()
    expect(asked.times).toBe(1)
  })
})

test('a person who signs in again and again loses the oldest session at once', async () => {
  const { sessions, cookie, storage } = await signedIn()
  const first = await sessions.ofCookie(cookie)
  for (let count = 0; count < 60; count += 1) await sessions.open(first?.user.accountid ?? '')
  expect(await sessionStore(storage).find(first?.session.sessionid ?? '')).toBeUndefined()
  expect(await sessions.ofCookie(cookie)).toBeUndefined()
})
