/**
 * Runs the craft market as the application server when the configuration names none.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import type { Config } from '../../config/config.ts'
import { type Companion, startCompanion } from '../../runtime/companion.ts'

export interface CraftMarket extends Companion {
  /** The secret by which the market and the host recognise each other. */
  token: string
}

/** @returns undefined when an application server is configured */
export async function startMarket(config: Config, log: Logger): Promise<CraftMarket | undefined> {
  if (config.applicationServer) return undefined
  const token = config.applicationServerToken ?? randomBytes(32).toString('base64url')
  const server = `../../../examples/marketplace/server${path.extname(import.meta.url)}`
  const companion = await startCompanion({
    name: 'demo application server',
    // This path leads to it in the sources and in the build.
    script: fileURLToPath(new URL(server, import.meta.url)),
    settings: (port) => ({
      args: [],
      env: {
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
