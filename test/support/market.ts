/**
 * A marketplace in this process, with its own offline Stripe and without a host.
 *
 * @module
 */
import { loadConfig } from '../../src/config/config.ts'
import type { Services } from '../../src/context/context.ts'
import type { OfflineStripe } from '../../src/offline-stripe/start.ts'
import { closeServices } from '../../src/runtime/services.ts'
import { startCheckedOfflineStripe } from '../offline-stripe/oracle.ts'
import { testServices } from './services.ts'

/** Milliseconds for a hook that seeds the demo. */
export const SEEDING = 300_000

export interface Market {
  services: Services
  close(): Promise<void>
}

/**
 * An empty marketplace.
 *
 * @param startStripe starts another offline Stripe, for answers that do not match Stripe's specification
 */
export async function openMarket(
  env: NodeJS.ProcessEnv = {},
  startStripe: () => Promise<OfflineStripe> = startCheckedOfflineStripe,
): Promise<Market> {
  const offlineStripe = await startStripe()
  const services = await testServices(
    loadConfig({ CONNECT_STRIPE_API: offlineStripe.url, LOG_LEVEL: 'silent', ...env }),
  )
  return {
    services,
    async close() {
      await closeServices(services)
      await offlineStripe.close()
    },
  }
}
