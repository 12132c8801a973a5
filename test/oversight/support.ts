/** A marketplace with accounts in it, for the tests of this folder. */
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { loadConfig } from '../../src/config.ts'
import type { Services, SignedInContext } from '../../src/context.ts'
import { seedDemo } from '../../src/demo/seed.ts'
import { Translator } from '../../src/messages/translator.ts'
import { closeServices, createServices } from '../../src/services.ts'
import { startSimulator } from '../../src/simulator/start.ts'

export interface Market {
  services: Services
  close(): Promise<void>
}

/** An empty marketplace at an offline Stripe of its own. */
export async function openMarket(env: NodeJS.ProcessEnv = {}): Promise<Market> {
  const simulator = await startSimulator()
  const config = loadConfig({ CONNECT_STRIPE_API: simulator.url, CONNECT_DATABASE_FILE: ':memory:', ...env })
  const services = await createServices(config, { log: pino({ level: 'silent' }) })
  return {
    services,
    async close() {
      await closeServices(services)
      await simulator.close()
    },
  }
}
