import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Services } from '../../src/context/context.ts'
import { inboxStore } from '../../src/events/store/inbox.ts'
import { endedSessions, sessionStore } from '../../src/hosts/standalone/store/sessions.ts'
import { userStore } from '../../src/hosts/standalone/store/users.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { startUpkeep } from '../../src/runtime/upkeep.ts'
import { eventually } from '../support/eventually.ts'
import { keepIn } from '../support/keep-event.ts'
import { testServices } from '../support/services.ts'
import { stripeEvent } from '../support/stripe-objects.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const START = Date.parse('2026-01-01T00:00:00Z')

let now: number

/** Services whose clock the test moves. */
async function servicesInTime(): Promise<Services> {
  now = START
  const services = await testServices(undefined, { now: () => new Date(now) })
  onTestFinished(() => closeServices(services))
  return services
}

async function receive({ storage }: Services, count: number, appliedAt: Date | undefined) {
  const inbox = inboxStore(storage)
  const events = Array.from({ length: count }, () =>
    stripeEvent('account.updated', 'acct_1', { id: 'acct_1', object: 'account' }),
  )
  for (const event of events) await keepIn(inbox, event, daysAgo(400))
  if (appliedAt)
    await inbox.done(
      events.map(({ id }) => id),
      appliedAt,
    )
}

const daysAgo = (days: number) => new Date(START - days * DAY)

const kept = async ({ storage }: Services) =>
  (await inboxStore(storage).ofAccount('acct_1', { offset: 0, limit: undefined })).map(
    ({ appliedAt }) => appliedAt,
  )

afterEach(() => {
  vi.useRealTimers()
})

test('what was applied ninety days ago is forgotten, however much it is; what waits is not, however old', async () => {
  const services = await servicesInTime()
  await receive(services, 1100, daysAgo(91))
  await receive(services, 1, daysAgo(89))
  await receive(services, 1, undefined)
  const upkeep = startUpkeep(services, [endedSessions])
  onTestFinished(() => upkeep.stop())
  await eventually(async () => expect(await kept(services)).toHaveLength(2))
  expect(await kept(services)).toEqual(expect.arrayContaining([daysAgo(89), undefined]))
})

test('others have a turn between the parts, though the database answers at once', async () => {
  const services = await servicesInTime()
  const { storage } = services
  let parts = 0
  const forget = vi.spyOn(inboxStore(storage), 'forgetApplied').mockImplementation(async (_before, limit) => {
    parts += 1
    return parts < 3 ? limit : 0
  })
  onTestFinished(() => forget.mockRestore())
  const partsByThen = new Promise((resolve) => {
    setImmediate(() => resolve(parts))
  })
  const upkeep = startUpkeep(services, [endedSessions])
  onTestFinished(() => upkeep.stop())
  expect(await partsByThen).toBe(1)
})

test('sessions of the standalone host are forgotten once they have ended', async () => {
  const services = await servicesInTime()
  const users = userStore(services.storage)
  const sessions = sessionStore(services.storage)
  const accountid = 'account_1'
  const person = { accountid, email: 'ada@example.com', fullName: 'Ada', passwordHash: 'scrypt' }
  await users.insert({ ...person, createdAt: daysAgo(8) })
  const session = { accountid, tokenHash: 'hash', csrfToken: 'csrf', createdAt: daysAgo(8) }
  await sessions.insert({ ...session, sessionid: 'over', expiresAt: daysAgo(1) })
  await sessions.insert({ ...session, sessionid: 'open', expiresAt: daysAgo(-1) })
  const upkeep = startUpkeep(services, [endedSessions])
  onTestFinished(() => upkeep.stop())
  await eventually(async () => expect(await sessions.find('over')).toBeUndefined())
  expect(await sessions.find('open')).toBeDefined()
})

test('leases of workers that were killed are forgotten', async () => {
  const services = await servicesInTime()
  const inbox = inboxStore(services.storage)
  await receive(services, 1, undefined)
  await inbox.claim(1, new Date(START - 3 * HOUR), new Date(START - 2 * HOUR))
  const forget = vi.spyOn(inbox, 'forgetLeases')
  onTestFinished(() => forget.mockRestore())
  const upkeep = startUpkeep(services, [endedSessions])
  onTestFinished(() => upkeep.stop())
  await eventually(() => expect(forget).toHaveResolvedWith(1))
})

test('what grows old later is forgotten within an hour, also when the database was away before', async () => {
  const services = await servicesInTime()
  await receive(services, 1, daysAgo(89))
  const { storage } = services
  const forget = vi.spyOn(inboxStore(storage), 'forgetApplied').mockRejectedValueOnce(new Error('it is away'))
  onTestFinished(() => forget.mockRestore())
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const upkeep = startUpkeep(services, [endedSessions])
  onTestFinished(() => upkeep.stop())
  now += 2 * DAY
  await expect(forget.mock.results[0]?.value).rejects.toThrow('it is away')
  await eventually(async () => {
    vi.advanceTimersByTime(HOUR)
    expect(await kept(services)).toEqual([])
  })
})
