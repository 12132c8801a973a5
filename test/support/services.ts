/**
 * Services for tests: a database of their own (see `storage.ts`), no log, and a Stripe that is wherever the test says.
 *
 * @module
 */
import { onTestFinished } from 'vitest'
import { type Config, loadConfig } from '../../src/config/config.ts'
import type { Services } from '../../src/context/context.ts'
import { closeServices, createServices, type ServicesOptions } from '../../src/runtime/services.ts'
import { APPID, MEMORY, openTestStorage } from './storage.ts'

export { APPID } from './storage.ts'

/** Where nobody listens. */
const NOWHERE = 'http://127.0.0.1:1'

/** What an empty environment gives, quiet; its database is in memory unless another is opened (see `testServices`). */
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

/** Services with an empty database; close them with `closeServices`. Those of a config alone have no Stripe to ask. */
export async function testServices(
  config: Config = testConfig(),
  options: Omit<ServicesOptions, 'storage'> = {},
): Promise<Services> {
  const storage = await openTestStorage({ ...options, appid: config.appid })
  return createServices(config, { ...options, storage })
}

/** Those of one test, for a host at `http://dashboard.test`. They are closed when the test is finished. */
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
