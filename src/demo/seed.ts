/**
 * Fills a new marketplace with a past: `npm run demo`.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { adoptAccount } from '../accounts/mirror-account.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { Services } from '../context/context.ts'
import { keepEvent } from '../events/keep-event.ts'
import { inboxStore } from '../events/store/inbox.ts'
import { startInboxWorker } from '../events/worker.ts'
import { hashPassword } from '../hosts/standalone/passwords.ts'
import { userStore } from '../hosts/standalone/store/users.ts'
import { StartUpError } from '../runtime/start-up-error.ts'
import { cast, type Seller } from './cast.ts'
import { History } from './history.ts'
import { OfflineStripe } from './offline-stripe.ts'

/** The password of every demo account, so that a visitor can sign in as anybody. */
const PASSWORD = 'craft-market'
const ADMINISTRATOR = {
  accountid: 'account_demo_administrator',
  email: 'administrator@example.com',
  fullName: 'Ada Keeper',
}
const DAY = 24 * 60 * 60 * 1000

/** The setting that says how far the demo's past is made, so that a past that was cut off is made again from the start. */
const PROGRESS = 'demo'
type Progress = 'begun' | 'done'

export interface SeedOptions {
  print(line: string): void
}

/**
 * Makes the demo's sellers, their payouts and the events about them, unless they exist already, and prints the people to sign
 * in as. Call it before anything listens to the offline Stripe's webhooks, because it receives all of the past events itself.
 *
 * @throws StartUpError when the services use a real Stripe, or when the marketplace already has people or accounts
 * @example
 * await seedDemo(services, { print: (line) => process.stdout.write(`${line}\n`) })
 */
export async function seedDemo(services: Services, { print }: SeedOptions): Promise<void> {
  const { settings } = services.storage
  const offline = offlineStripe(services)
  const progress = await settings.get(PROGRESS)
  const keep = (value: Progress) => settings.set(PROGRESS, value)
  const sellers = cast()
  if (progress !== 'done') {
    if (progress === undefined) await expectNobody(services)
    await keep('begun')
    await seed(services, offline, sellers)
    await keep('done')
  }
  for (const line of signIns(sellers)) print(line)
}

/** Refuses when there is anything to lose: making the past resets the offline Stripe. */
async function expectNobody({ storage, stripe }: Services): Promise<void> {
  const { data: accounts } = await stripe.accounts.list({ limit: 1 })
  if (accounts.length > 0 || (await userStore(storage).anyone()))
    throw new StartUpError(
      'The demo needs a data folder and a database of its own: set CONNECT_DATA to an empty folder.',
    )
}

function offlineStripe({ config }: Services): OfflineStripe {
  const { api, offline } = config.stripe
  if (!offline || !api) throw new StartUpError('The demo needs the offline Stripe.')
  return new OfflineStripe(api)
}

async function seed(services: Services, offline: OfflineStripe, sellers: readonly Seller[]): Promise<void> {
  const { config, stripe } = services
  await forgetUnfinished(services)
  const now = Math.floor(services.now().getTime() / 1000)
  const history = new History(stripe, offline, config.appid, now)
  const accounts = await history.live(sellers, (stripeids) => receive(services, stripeids))
  await registerPeople(services, sellers)
  for (const [{ accountid }, stripeid] of accounts) {
    const account = await stripe.accounts.retrieve(stripeid)
    await adoptAccount(services, account, { accountid })
  }
  await applyAll(services)
}

/** The administrator first, because the first person to register becomes the administrator. */
async function registerPeople({ storage, now }: Services, sellers: readonly Seller[]): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD)
  const registered = (daysAgo: number) => new Date(now().getTime() - daysAgo * DAY)
  await userStore(storage).insert({ ...ADMINISTRATOR, passwordHash, createdAt: registered(91) })
  for (const { accountid, email, given, family, daysAgo } of sellers) {
    const fullName = `${given.latin} ${family.latin}`
    await userStore(storage).insert({
      accountid,
      email,
      fullName,
      passwordHash,
      createdAt: registered(daysAgo + 1),
    })
  }
}

/** Receives every event that Stripe shows as if its webhook came a second later. */
async function receive(services: Services, stripeids: readonly string[]): Promise<void> {
  for (const stripeid of stripeids)
    for await (const event of eventsOf(services.stripe, stripeid))
      await keepEvent(services, event, new Date((event.created + 1) * 1000))
}

async function applyAll(services: Services): Promise<void> {
  const worker = startInboxWorker(services)
  try {
    await untilApplied(services)
  } finally {
    await worker.stop()
  }
}

function eventsOf(stripe: Stripe, stripeid: string): AsyncIterable<Stripe.Event> {
  return stripe.events.list({ limit: 100 }, { stripeAccount: stripeid })
}

async function untilApplied({ storage, now }: Services): Promise<void> {
  let least = Number.POSITIVE_INFINITY
  let patience = 0
  for (;;) {
    const { waiting } = await inboxStore(storage).figures()
    if (waiting === 0) return
    // A slow machine takes minutes for all of them, but not for the next.
    if (waiting < least) patience = now().getTime() + 60_000
    else if (now().getTime() > patience) throw new Error("the demo's events could not be applied")
    least = Math.min(least, waiting)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** Deletes the rows of a start that was stopped half-way: the offline Stripe is about to forget their accounts. */
async function forgetUnfinished({ storage }: Services): Promise<void> {
  const everything = { offset: 0, limit: undefined }
  const rows = await accountStore(storage).search({ sort: 'created', direction: 'ascending' }, everything)
  for (const { stripeid } of rows) await accountStore(storage).delete(stripeid)
}

function signIns(sellers: readonly Seller[]): string[] {
  const people: [string, string][] = [
    [ADMINISTRATOR.email, 'the administrator'],
    ...sellers
      .slice(0, 3)
      .map(({ email, fate, place }): [string, string] => [
        email,
        `a seller, ${STORIES[fate] ?? fate} (${place.country})`,
      ]),
  ]
  const width = Math.max(...people.map(([email]) => email.length))
  return [
    `Sign in with the password ${PASSWORD} as`,
    ...people.map(([email, who]) => `  ${email.padEnd(width)}  ${who}`),
  ]
}

/** The leading sellers' fates, as the list of sign-ins words them. */
const STORIES: Partial<Record<Seller['fate'], string>> = {
  active: 'active, with payouts',
  'information-due': 'active, with something due by a deadline',
  refused: 'whose document was refused',
}
