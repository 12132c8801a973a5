/**
 * The life of the module in an app: it starts by itself, tries again while only its database is missing, and stops once.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import type { Config } from '../../config/config.ts'
import type { Services } from '../../context/context.ts'
import { createLogger } from '../../core/log.ts'
import { turn } from '../../core/spread.ts'
import { within } from '../../core/within.ts'
import { keepTrying } from '../../runtime/keep-trying.ts'
import { openModule } from '../../runtime/module.ts'
import type { ServicesOptions } from '../../runtime/services.ts'
import { isStorageError } from '../../storage/storage-error.ts'
import { endedSessions } from '../standalone/store/sessions.ts'
import { configuration } from './configuration.ts'
import { logInto } from './host-log.ts'
import type { StripeConnectOptions } from './options.ts'

interface Started {
  services: Services
  router: RequestHandler
  stop(): Promise<void>
}

type InstanceOptions = Pick<StripeConnectOptions, 'url' | 'pool' | 'log' | 'env' | 'checkBeforeDelete'>

type MakeRouter = (services: Services) => Promise<RequestHandler>

/** Milliseconds of the first start that requests wait for: it may take hours while another instance migrates a large table. */
const PATIENCE = 3_000

export class Instance {
  readonly #starting: Promise<Started>
  /** Resolves when the first start has succeeded or failed. */
  readonly #settled: Promise<void>
  /** Resolves then or when the patience is over. All requests wait for this one, which holds none of them any longer. */
  readonly #awaited: Promise<void>
  /** The module to stop, when the last start has ended. */
  #last: Promise<Started | undefined>
  readonly #stopping = new AbortController()
  /** Undefined before it has started, if it cannot start, and when it stops. */
  started: Started | undefined
  #closing: Promise<void> | undefined

  /** Starts in the background. */
  constructor(options: InstanceOptions, makeRouter: MakeRouter) {
    const given = options.log && logInto(options.log)
    const open = () => start(options, given, makeRouter)
    this.#starting = open()
    this.#last = this.#starting.then(
      (started) => this.#serve(started),
      () => undefined,
    )
    this.#settled = this.#starting.then(
      () => undefined,
      (error: unknown) => {
        if (isStorageError(error)) this.#last = this.#startLater(open)
      },
    )
    this.#awaited = within(PATIENCE, this.#settled, () => undefined)
  }

  #serve(started: Started): Started {
    if (!this.#stopping.signal.aborted) this.started = started
    return started
  }

  async #startLater(open: () => Promise<Started>): Promise<Started | undefined> {
    const started = await keepTrying(open, this.#stopping.signal, isStorageError).catch(() => undefined)
    started?.services.log.info('stripeConnect has started')
    return started && this.#serve(started)
  }

  async ready(): Promise<void> {
    if (!this.started) await this.#starting
  }

  /** Waits for the first start, within limits. @returns undefined if it takes longer or failed, or if the module is stopped */
  async forRequest(): Promise<Started | undefined> {
    if (!this.started) {
      await this.#awaited
      // All requests that came in the meantime wake up together.
      await turn()
    }
    return this.started
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#stopping.abort()
    this.started = undefined
    await this.#settled
    const started = await this.#last
    await started?.stop()
  }
}

/** Logs why a start failed: not every app calls `ready`. */
async function start(
  options: InstanceOptions,
  given: ServicesOptions['log'],
  makeRouter: MakeRouter,
): Promise<Started> {
  let log = given ?? createLogger('error')
  try {
    const config = configuration(options)
    log = given ?? createLogger(config.logLevel)
    const { pool, checkBeforeDelete } = options
    const parts = { ...(pool && { pool }), ...(checkBeforeDelete && { checkBeforeDelete }) }
    return await open(config, { log, ...parts }, makeRouter)
  } catch (error) {
    const { message } = error as Error
    log.error({ reason: message }, 'stripeConnect could not be started: its pages answer 503')
    throw error
  }
}

async function open(config: Config, options: ServicesOptions, makeRouter: MakeRouter): Promise<Started> {
  const module = await openModule(config, { ...options, forgets: [endedSessions] })
  try {
    const router = await makeRouter(module.services)
    await module.begin()
    return { services: module.services, router, stop: module.stop }
  } catch (error) {
    await module.stop()
    throw error
  }
}
