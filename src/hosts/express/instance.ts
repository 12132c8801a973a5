/**
 * The life of the module within an app: it starts by itself, may fail to, tries again while only its database is missing, and
 * is stopped once.
 *
 * @module
 */
import type { RequestHandler } from 'express'
import type { Config } from '../../config/config.ts'
import type { Services } from '../../context/context.ts'
import { createLogger } from '../../core/log.ts'
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

type InstanceOptions = Pick<StripeConnectOptions, 'url' | 'pool' | 'log' | 'env'>

type MakeRouter = (services: Services) => Promise<RequestHandler>

export class Instance {
  readonly #starting: Promise<Started>
  /** Fulfilled once the first start has succeeded or failed. */
  readonly #settled: Promise<void>
  /** What is to be stopped, once nothing is being started any more. */
  #last: Promise<Started | undefined>
  readonly #stopping = new AbortController()
  /** Undefined before it has started, when it could not, and once it stops. */
  started: Started | undefined
  #closing: Promise<void> | undefined

  /** Begins to start. */
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

  /** Waits until it has started. @returns undefined when it could not, or is stopped */
  async settled(): Promise<Started | undefined> {
    await this.#settled
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

/** Says why it failed in the log: not every app asks. */
async function start(
  options: InstanceOptions,
  given: ServicesOptions['log'],
  makeRouter: MakeRouter,
): Promise<Started> {
  let log = given ?? createLogger('error')
  try {
    const config = configuration(options)
    log = given ?? createLogger(config.logLevel)
    return await open(config, { log, ...(options.pool && { pool: options.pool }) }, makeRouter)
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
