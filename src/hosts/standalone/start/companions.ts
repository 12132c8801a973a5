/**
 * What is started beside the host while the configuration names nothing else: the offline Stripe in Stripe's place,
 * the craft market in the place of an application server.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import type { Config } from '../../../config.ts'
import { type Companion, startCompanion } from './companion.ts'

/** The script beside this one, in the sources or in the build. */
const script = (relative: string) =>
  fileURLToPath(new URL(relative + path.extname(import.meta.url), import.meta.url))

/** Companions get nothing of the environment that they do not need: it holds the keys of others. */
const baseEnvironment = () => ({ PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV })

/** @returns undefined when there is a Stripe to talk to already */
export async function startOfflineStripe(
  { stripe, dataFolder }: Config,
  log: Logger,
): Promise<Companion | undefined> {
  if (!stripe.offline || stripe.api) return undefined
  return startCompanion({
    name: 'offline Stripe',
    script: script('../../../simulator/main'),
    settings: (port) => ({
      args: ['--port', port, '--data', path.join(dataFolder, 'offline-stripe.db')],
      env: baseEnvironment(),
    }),
    log,
  })
}

export interface ApplicationServer extends Companion {
  /** What it and the host know each other by. */
  token: string
}

/** @returns undefined when an application server is configured */
export async function startMarket(config: Config, log: Logger): Promise<ApplicationServer | undefined> {
  if (config.applicationServer) return undefined
  const token = config.applicationServerToken ?? randomBytes(32).toString('base64url')
  const companion = await startCompanion({
    name: 'demo application server',
    script: script('../../../../examples/marketplace/server'),
    settings: (port) => ({
      args: [],
      env: {
        ...baseEnvironment(),
        PORT: port,
        DASHBOARD_SERVER: config.url,
        APPLICATION_SERVER_TOKEN: token,
        OFFLINE_STRIPE: String(config.stripe.offline),
        MARKET_DATA: path.join(config.dataFolder, 'craft-market.json'),
      },
    }),
    log,
  })
  return { ...companion, token }
}
