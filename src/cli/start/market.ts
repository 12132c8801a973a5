/**
 * Runs the craft market as the application server when the configuration names none.
 *
 * @module
 */

import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { Goods } from '../../../examples/marketplace/goods.ts'
import type { Config } from '../../config/config.ts'
import type { Services } from '../../context/context.ts'
import { newSecret } from '../../core/secrets.ts'
import { demoGoods } from '../../demo/goods.ts'
import { type Companion, startCompanion } from '../../runtime/companion.ts'

export interface CraftMarket extends Companion {
  /** The secret by which the market and the host recognise each other. */
  token: string
}

const dataOf = ({ dataFolder }: Config) => path.join(dataFolder, 'craft-market')

/** Lists goods of every demo seller, unless the market has goods already. Call it before the market starts. */
export async function stockMarket(services: Services): Promise<void> {
  const folder = dataOf(services.config)
  const file = path.join(folder, 'goods.json')
  if (existsSync(file)) return
  mkdirSync(folder, { recursive: true })
  new Goods(file).keep(await demoGoods(services))
}

/**
 * @param config with the address of the offline Stripe, if that runs
 * @returns undefined when an application server is configured
 */
export async function startMarket(config: Config, log: Logger): Promise<CraftMarket | undefined> {
  if (config.applicationServer) return undefined
  const token = config.applicationServerToken ?? newSecret()
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
        OFFLINE_STRIPE: config.stripe.offline ? config.stripe.api?.href : undefined,
        MARKET_DATA: dataOf(config),
      },
    }),
    log,
  })
  return { ...companion, token }
}
