/**
 * Services for tests: a database in memory, no log, and a Stripe that is wherever the test says.
 *
 * @module
 */
import { type Config, loadConfig } from '../../src/config.ts'
import type { Services } from '../../src/context.ts'
import { createServices } from '../../src/services.ts'
import { MEMORY } from './storage.ts'

/** The tenant that tests work in. */
export const APPID = 'market'

/** Where nobody listens. */
const NOWHERE = 'http://127.0.0.1:1'

/** What an empty environment gives, quiet and in memory. */
export function testConfig(
  addresses: { stripe?: string; dashboard?: string; applicationServer?: string } = {},
): Config {
  const { stripe = NOWHERE, dashboard = NOWHERE, applicationServer } = addresses
  const config = loadConfig({})
  return {
    ...config,
    appid: APPID,
    url: dashboard,
    logLevel: 'silent',
    storage: MEMORY,
    stripe: {
      ...config.stripe,
      key: 'sk_test_bench',
      webhookSecrets: [],
      api: new URL(stripe),
      maxRetries: 0,
    },
    applicationServer: applicationServer === undefined ? undefined : new URL(applicationServer),
  }
}

/** Services that have no Stripe to ask; close them with `closeServices`. */
export function offlineServices(config: Config = testConfig()): Promise<Services> {
  return createServices(config)
}
