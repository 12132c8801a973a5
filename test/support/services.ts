/**
 * Services for tests: an empty database (see `storage.ts`), no log, and Stripe at the address the test gives.
 *
 * @module
 */
import { onTestFinished } from 'vitest'
import { type Config, loadConfig } from '../../src/config/config.ts'
import type { Services } from '../../src/context/context.ts'
import { closeServices, createServices, type ServicesOptions } from '../../src/runtime/services.ts'
import { APPID, MEMORY, openTestStorage } from './storage.ts'

export { APPID } from './storage.ts'

/** Nothing listens here. */
const NOWHERE = 'http://127.0.0.1:1'

/** The configuration from an empty environment, without a log; its database is in memory unless `testServices` opens another. */
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

/** Services with an empty database; close them with `closeServices`. With only a config, they have no Stripe to call. */
export async function testServices(
  config: Config = testConfig(),
  options: Omit<ServicesOptions, 'storage'> = {},
): Promise<Services> {
  const storage = await openTestStorage({ ...options, appid: config.appid })
  return createServices(config, { ...options, storage })
}

/** Services for one test, with a host at `http://dashboard.test`. They are closed when the test ends. */
export async function servicesOfTest(
  config: Partial<Config> = {},
  options: Parameters<typeof testServices>[1] = {},
): Promise<Services> {
  const services = await testServices(
    { ...testConfig({ dashboard: 'http://dashboard.test' }), ...config },
    options,
  )
  onTestFinished(() => closeServices(services))
  return services
}
