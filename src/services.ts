/**
 * Makes and ends the parts that live as long as the process does.
 *
 * @module
 */
import type { Logger } from 'pino'
import type { Stripe } from 'stripe'
import { Announcements } from './announcements.ts'
import { HeaderCache } from './cache/header-cache.ts'
import type { Config } from './config.ts'
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

/**
 * Opens the database, brings its tables up to date and makes everything else.
 *
 * @throws StorageError when the database cannot be used
 * @example
 * const services = await createServices(loadConfig(process.env))
 * await closeServices(services)
 */
export async function createServices(config: Config, options: ServicesOptions = {}): Promise<Services> {
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
