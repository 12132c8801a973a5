/**
 * How long an administrator waits for each page in a marketplace of a thousand, a hundred thousand and a million accounts, over
 * HTTP and on PostgreSQL, beside what PostgreSQL needs to count the accounts once.
 */
import pg from 'pg'
import { accountStore } from '../../src/accounts/store/accounts.ts'
import { loadConfig } from '../../src/config/config.ts'
import { routes } from '../../src/features.ts'
import { startStandalone } from '../../src/hosts/standalone/server.ts'
import { payoutStore } from '../../src/payouts/index.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'
import { withDatabase } from './database.ts'
import { MOST_ACCOUNTS } from './options.ts'
import { seedMarketplace } from './seed-marketplace.ts'

const SIZES = [1_000, 100_000, 1_000_000].filter((size) => size <= MOST_ACCOUNTS)
const ROUNDS = 11
const LIST = '/administrator/connect/stripe-accounts'
const PAYOUTS = '/administrator/connect/payouts'

/** Addresses by what they show; `MIDDLE` is an account in the middle of the list. */
const PAGES = {
  overview: '/administrator/connect',
  accounts: LIST,
  'by name': `${LIST}?sort=name`,
  'by deadline, last first': `${LIST}?sort=deadline&direction=descending`,
  'in the middle': `${LIST}?after=MIDDLE`,
  'restricted in Japan': `${LIST}?status=restricted&country=JP`,
  'restricted, by name': `${LIST}?status=restricted&sort=name`,
  'restricted in Japan, by name': `${LIST}?status=restricted&country=JP&sort=name`,
  'restricted, by deadline': `${LIST}?status=restricted&sort=deadline`,
  'due this week': `${LIST}?due=week`,
  'a rare name': `${LIST}?text=l0ff1`,
  'a common name': `${LIST}?text=anneke`,
  'part of an e-mail address': `${LIST}?text=xample7.com`,
  'two letters': `${LIST}?text=em`,
  'nobody at all': `${LIST}?text=zqzq`,
  'one account': '/administrator/connect/stripe-account?stripeid=MIDDLE',
  payouts: PAYOUTS,
  'by arrival': `${PAYOUTS}?sort=arrival`,
  'failed, not dealt with': `${PAYOUTS}?status=open`,
  'in francs, of a month': `${PAYOUTS}?currency=chf&from=2026-01-01&to=2026-01-31`,
  "a common name's, failed": `${PAYOUTS}?text=anneke&status=failed`,
  "a seller's": `${PAYOUTS}?text=l0ff1`,
} as const

await withDatabase('Administrators', async (url) => {
  const config = loadConfig({
    CONNECT_STORAGE: 'postgresql',
    CONNECT_STRIPE_KEY: 'sk_test_benchmark',
    CONNECT_STRIPE_API: 'http://127.0.0.1:9',
    CONNECT_DATABASE_URL: url,
    CONNECT_WEBHOOK_ENDPOINT_SECRET: 'whsec_benchmark',
    LOG_LEVEL: 'silent',
  })
  const services = await createServices(config)
  const host = await startStandalone({
    services,
    routes,
    handlers: { server: [], proxy: [] },
    brand: { title: 'Benchmark' },
    host: '127.0.0.1',
    port: 0,
    trustedProxies: 0,
  })
  const cookie = await register(host.url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const measured: Record<string, number[]> = {}
  const note = (name: string, milliseconds: number) => {
    measured[name] = [...(measured[name] ?? []), milliseconds]
  }
  let from = 0
  for (const to of SIZES) {
    await seedMarketplace(client, config.appid, { from, to })
    const since = new Date(Date.now() - 100 * 24 * 60 * 60 * 1000)
    await accountStore(services.storage).recount(since)
    await payoutStore(services.storage).recount(since)
    const middle = `acct_1B${Math.floor(to / 2)
      .toString(16)
      .padStart(14, '0')}`
    for (const [name, address] of Object.entries(PAGES))
      note(
        name,
        await median(async () => {
          const answer = await fetch(host.url + address.replace('MIDDLE', middle), {
            headers: { cookie },
            redirect: 'error',
          })
          if (!answer.ok) throw new Error(`${address} answers ${answer.status}`)
          await answer.text()
        }),
      )
    note(
      'PostgreSQL counts the accounts by status',
      await median(() =>
        client.query('select status, count(*) from connect_stripe_accounts where appid = $1 group by 1', [
          config.appid,
        ]),
      ),
    )
    from = to
  }
  process.stdout.write(
    `\nAdministrators' pages, in milliseconds, at ${SIZES.map(words).join(', ')} accounts\n`,
  )
  for (const [name, times] of Object.entries(measured))
    process.stdout.write(`  ${times.map((time) => time.toFixed(1).padStart(8)).join('')}  ${name}\n`)
  await client.end()
  await host.close()
  await closeServices(services)
})

/** Registers the first person, who is the administrator. @returns the cookie that signs them in */
async function register(url: string): Promise<string> {
  const page = await fetch(`${url}/account/register`)
  const [, token = ''] = /name="csrf-token" value="([^"]+)"/.exec(await page.text()) ?? []
  const device = page.headers.getSetCookie().map((one) => one.split(';', 1)[0])
  const answer = await fetch(`${url}/account/register`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: device.join('; ') },
    body: new URLSearchParams({
      'csrf-token': token,
      name: 'Ada',
      email: 'ada@example.com',
      password: 'correct horse battery',
    }),
  })
  return [...device, ...answer.headers.getSetCookie().map((one) => one.split(';', 1)[0])].join('; ')
}

async function median(run: () => Promise<unknown>): Promise<number> {
  await run()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = performance.now()
    await run()
    times.push(performance.now() - before)
  }
  return times.toSorted((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? Number.NaN
}

function words(count: number): string {
  return count.toLocaleString('en')
}
