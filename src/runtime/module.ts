/**
 * Everything that runs in a host apart from answering requests: the services, the inbox worker, the deletion of old rows, the
 * webhook endpoint and, without a real Stripe, the offline one.
 *
 * @module
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import type { Stripe } from 'stripe'
import { refreshTakenOver } from '../accounts/taken-over.ts'
import type { Config } from '../config/config.ts'
import type { Services } from '../context/context.ts'
import type { Forgetting } from '../context/forgetting.ts'
import { createLogger } from '../core/log.ts'
import { within } from '../core/within.ts'
import { ensureWebhookEndpoint } from '../events/endpoint.ts'
import { startInboxWorker } from '../events/worker.ts'
import { isStorageError } from '../storage/storage-error.ts'
import { isPassing, isStripeError, isUnknownKey } from '../stripe/errors.ts'
import { waitingAtMost } from '../stripe/patience.ts'
import { checkStripeMode } from './check-stripe-mode.ts'
import { type Companion, startCompanion } from './companion.ts'
import { checkDataFolder } from './data-folder.ts'
import { keepTrying } from './keep-trying.ts'
import { createServices, openDatabase, type ServicesOptions } from './services.ts'
import { StartUpError } from './start-up-error.ts'
import { stoppable } from './stoppable.ts'
import { takeOver } from './take-over.ts'
import { startUpkeep } from './upkeep.ts'

/**
 * Milliseconds that a start waits for Stripe in all. Most of the host works without Stripe, and requests that arrive meanwhile
 * wait for the start.
 */
const PATIENCE = 2_000

export interface ModuleOptions extends ServicesOptions {
  /** Which of the hosts' own rows are deleted once they are old. */
  forgets?: readonly Forgetting[]
  /** The file of SQLite in which the earlier module kept its rows, if that is not the module's own. */
  earlierFile?: string | undefined
}

export interface Module {
  services: Services
  /** Starts to apply events, delete old rows and receive webhooks. Call it when the host answers requests. */
  begin(): Promise<void>
  /** Finishes work in progress and stops every part, the last started first. */
  stop(): Promise<void>
}

/**
 * @throws StartUpError, or an error of the database's, with one line on what to correct; parts already started are stopped
 * @example
 * const module = await openModule(loadConfig(process.env))
 * await module.begin()
 * await module.stop()
 */
export async function openModule(config: Config, options: ModuleOptions = {}): Promise<Module> {
  const log = options.log ?? createLogger(config.logLevel)
  return stoppable(log, async (onStop) => {
    const bringsStripe = config.stripe.offline && !config.stripe.api && !options.stripe
    if (bringsStripe) await checkDataFolder(config)
    // The database comes first: if it is down, each try would start the offline Stripe for nothing.
    const storage = options.storage ?? (await openDatabase(config, { ...options, log }))
    onStop(() => storage.close())
    await checkStripeMode(storage, config.stripe)
    await takeOver(storage, options.earlierFile, log)
    const offline = bringsStripe ? await startOfflineStripe(config, log) : undefined
    if (offline) onStop(() => offline.stop())
    const stripe = { ...config.stripe, api: config.stripe.api ?? offline?.url }
    const services = await createServices({ ...config, stripe }, { ...options, log, storage })
    onStop(async () => services.peers?.close())
    const asked = performance.now()
    await checkStripeKey(services.stripe)
    const left = PATIENCE - (performance.now() - asked)
    const begin = async () => {
      const worker = startInboxWorker(services)
      onStop(() => worker.stop())
      onStop(await refreshTakenOver(services))
      const upkeep = startUpkeep(services, options.forgets ?? [])
      onStop(() => upkeep.stop())
      const stopping = new AbortController()
      onStop(async () => stopping.abort())
      const subscribed = subscribe(services, stopping.signal)
      await within(left, subscribed, () => {
        subscribed.catch((err: unknown) => {
          if (!stopping.signal.aborted) log.error({ err }, 'Stripe does not tell this host what happens')
        })
      })
    }
    return { services, begin }
  })
}

function startOfflineStripe({ dataFolder }: Config, log: Logger): Promise<Companion> {
  return startCompanion({
    name: 'offline Stripe',
    // The path works in the sources and in the build.
    script: fileURLToPath(new URL(`../offline-stripe/main${path.extname(import.meta.url)}`, import.meta.url)),
    settings: (port) => ({
      args: ['--port', port, '--data', path.join(dataFolder, 'offline-stripe.db')],
      env: {},
    }),
    log,
  })
}

/**
 * Refuses a start with a wrong key, which would fail every page later. A Stripe that does not answer does not stop the start.
 */
async function checkStripeKey(stripe: Stripe): Promise<void> {
  try {
    await waitingAtMost(PATIENCE, () => stripe.balance.retrieve())
  } catch (error) {
    if (!isUnknownKey(error)) return
    throw new StartUpError('Stripe refuses the key: set STRIPE_KEY to the secret key of your account.')
  }
}

/**
 * Has Stripe send this host its events, now that it can receive them. If Stripe does not answer, it tries again later; people can
 * use the host meanwhile.
 */
async function subscribe(services: Services, stopping: AbortSignal): Promise<void> {
  const ensure = async () => {
    try {
      await ensureWebhookEndpoint(services)
    } catch (error) {
      if (!isStripeError(error) || isPassing(error)) throw error
      throw new StartUpError(`Stripe could not be asked for a webhook endpoint: ${error.message}`)
    }
  }
  try {
    await ensure()
  } catch (error) {
    if (!isPassing(error)) throw error
    const { message: reason } = error as Error
    services.log.warn({ reason }, 'Stripe does not answer: it is asked for a webhook endpoint later')
    await keepTrying(ensure, stopping, (again) => isPassing(again) || isStorageError(again))
  }
}
