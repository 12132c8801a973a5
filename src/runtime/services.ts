/**
 * Makes and closes the parts that live as long as the process.
 *
 * @module
 */
import type { Logger } from 'pino'
import type { Stripe } from 'stripe'
import { accountStore } from '../accounts/store/accounts.ts'
import { accountsOf } from '../accounts/store/accounts-of.ts'
import { HeaderCache } from '../application/header-cache.ts'
import { headerValueStore } from '../application/store.ts'
import { type Config, ConfigError } from '../config/config.ts'
import type { CheckBeforeDelete, Services } from '../context/context.ts'
import { createLogger } from '../core/log.ts'
import { Announcer } from '../events/announcements.ts'
import { joinPeers } from '../events/peers.ts'
import { migrations, mirrors } from '../features.ts'
import { openStorage } from '../storage/open-storage.ts'
import type { ReplicaStatus, Storage } from '../storage/storage.ts'
import { createStripe } from '../stripe/client.ts'
import { translators } from './translators.ts'

/** Parts the caller already has, used instead of those in the configuration. */
export interface ServicesOptions {
  storage?: Storage
  /** A database connection pool that the app opens and closes. */
  pool?: object
  stripe?: Stripe
  now?: () => Date
  log?: Logger
  checkBeforeDelete?: CheckBeforeDelete
}

/** Otherwise we would call the real Stripe with an unknown key and people's data. */
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
  const storage = options.storage ?? (await openDatabase(config, { ...options, log }))
  if (storage.appid !== config.appid) throw new TypeError('the storage is open for another tenant')
  const services: Services = {
    config,
    storage,
    stripe: options.stripe ?? createStripe(config.stripe),
    headers: new HeaderCache(headerValueStore(storage), accountsOf, config.headers, log),
    announcements: new Announcer(),
    mirrors,
    translators,
    ownerOf: async (stripeid) => (await accountStore(storage).find(stripeid))?.accountid,
    checkBeforeDelete: options.checkBeforeDelete,
    log,
    now,
  }
  if (config.redis === undefined) return services
  try {
    return { ...services, peers: await joinPeers(config.redis, services) }
  } catch (error) {
    if (!options.storage) await storage.close()
    throw error
  }
}

/**
 * Opens the database, brings its tables up to date, and logs problems of its connections.
 *
 * @throws StorageError when it cannot be used
 */
export function openDatabase(
  config: Config,
  { log, now, pool }: Pick<ServicesOptions, 'now' | 'pool'> & { log: Logger },
): Promise<Storage> {
  return openStorage(config.storage, {
    appid: config.appid,
    migrations,
    ...(now && { now }),
    ...(pool && { pool }),
    onConnectionLost: (error) => log.warn({ err: error }, 'an idle connection to the database was lost'),
    onAnswering: (problem) => {
      if (problem === undefined) log.info('the database answers again')
      else
        log.error(
          { problem },
          'the database does not answer: what needs it is answered with 503 until it does',
        )
    },
    onReplica: (replica) => tellOf(replica, log),
    onReadFailed: (err) =>
      log.warn({ err }, 'a read failed on a replica of the database; the primary answered it'),
  })
}

function tellOf({ description, state, problem }: ReplicaStatus, log: Logger): void {
  if (state === 'in-use') log.info({ replica: description }, 'a replica of the database is read from')
  else log.warn({ replica: description, state, problem }, 'a replica of the database is left out')
}

/** Closes the connections to Redis and the database; nothing may use the services after that. */
export async function closeServices(services: Services): Promise<void> {
  await services.peers?.close()
  await services.storage.close()
}
