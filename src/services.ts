/**
 * Makes and ends the parts that live as long as the process does.
 *
 * @module
 */
import type { Logger } from 'pino'
import type { Stripe } from 'stripe'
import { Announcements } from './announcements.ts'
import { HeaderCache } from './cache/header-cache.ts'
import { type Config, ConfigError } from './config.ts'
import type { Services } from './context.ts'
import { createLogger } from './log.ts'
import { openStorage } from './storage/open-storage.ts'
import type { Storage } from './storage/storage.ts'
import { createStripe } from './stripe/client.ts'

/** Parts that the caller has already, instead of those that the configuration gives. */
export interface ServicesOptions {
  storage?: Storage
  stripe?: Stripe
  now?: () => Date
  log?: Logger
}

/** Rather than to ask the real Stripe with a key that it does not know, and people's data in the question. */
const NO_STRIPE = {
  variable: 'CONNECT_STRIPE_KEY',
  problem: 'is missing, and no offline Stripe is running',
  example: 'sk_test_...',
}

/**
 * Opens the database, brings its tables up to date and makes everything else.
 *
 * @throws StorageError when the database cannot be used
 * @throws ConfigError when there is neither a key nor the address of an offline Stripe
 * @example
 * const services = await createServices(loadConfig(process.env))
 * await closeServices(services)
 */
export async function createServices(config: Config, options: ServicesOptions = {}): Promise<Services> {
  if (config.stripe.offline && !config.stripe.api && !options.stripe) throw new ConfigError([NO_STRIPE])
  const now = options.now ?? (() => new Date())
  const log = options.log ?? createLogger(config.logLevel)
  const storage =
    options.storage ??
    (await openStorage(config.storage, {
      now,
      onConnectionLost: (error) => log.warn({ err: error }, 'an idle connection to the database was lost'),
    }))
  return {
    config,
    storage,
    stripe: options.stripe ?? createStripe(config.stripe),
    headers: new HeaderCache(storage.headerValues, config.headers, log),
    announcements: new Announcements(),
    log,
    now,
  }
}

/** Ends the connections to the database; nothing may use the services after that. */
export async function closeServices(services: Services): Promise<void> {
  await services.storage.close()
}
