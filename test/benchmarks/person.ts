/**
 * The person for measurements: three accounts at an offline Stripe, in a new database.
 *
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { adoptAccount } from '../../src/accounts/mirror-account.ts'
import { type Config, loadConfig } from '../../src/config/config.ts'
import { startOfflineStripe } from '../../src/offline-stripe/start.ts'
import { closeServices, createServices } from '../../src/runtime/services.ts'

/** Paths of the handlers, as a package.json lists them. */
export const HANDLERS = [
  'x-stripe-accounts',
  'x-has-active-stripe-account',
  'x-stripe-accounts-active',
  'x-stripe-accounts-pending',
  'x-stripe-accounts-requiring',
].map((name) => `@layeredapps/stripe-connect/src/proxy/${name}.js`)

const ACCOUNTS = 3

export interface PersonAtMarket {
  accountid: string
  /** The environment variables for the database and the offline Stripe. */
  env: NodeJS.ProcessEnv
  config: Config
  /** Stops the offline Stripe and removes the database. */
  remove(): Promise<void>
}

export async function makePerson(): Promise<PersonAtMarket> {
  const folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-bench-'))
  const offlineStripe = await startOfflineStripe({ verificationSeconds: 0 })
  const env = {
    CONNECT_DATABASE_FILE: path.join(folder, 'connect.db'),
    CONNECT_STRIPE_API: offlineStripe.url,
    LOG_LEVEL: 'silent',
  }
  const config = loadConfig(env)
  const services = await createServices(config)
  const accountid = 'person'
  for (let made = 0; made < ACCOUNTS; made++) {
    const account = await services.stripe.accounts.create({
      type: 'custom',
      country: 'US',
      business_type: 'individual',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      business_profile: { mcc: '5947', product_description: 'Bowls' },
      individual: {
        first_name: 'Maya',
        last_name: 'Hart',
        email: 'maya@example.com',
        phone: '+12025550123',
        dob: { day: 7, month: 5, year: 1986 },
        address: { line1: '1 Main Street', city: 'Portland', state: 'OR', postal_code: '97201' },
      },
    })
    await adoptAccount(services, account, { accountid })
  }
  await closeServices(services)
  return {
    accountid,
    env,
    config,
    async remove() {
      await offlineStripe.close()
      await rm(folder, { recursive: true })
    },
  }
}
