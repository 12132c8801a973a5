/**
 * The configuration of the module within an app.
 *
 * @module
 */
import { type Config, ConfigError, loadConfig } from '../../config/config.ts'
import type { StripeConnectOptions } from './options.ts'

/** Variables that mean something else in an app and do not configure the module there. */
const OF_THE_APP = [
  ...['HOST', 'PORT', 'TRUST_PROXY', 'APPLICATION_SERVER', 'CHECK_BEFORE_DELETE_STRIPE_ACCOUNT'],
]
/** Variables that the app's pool replaces. */
const OF_THE_DATABASE = [
  ...['CONNECT_STORAGE', 'CONNECT_DATABASE_URL', 'CONNECT_STORAGE_REPLICATION', 'CONNECT_REPLICATION'],
  ...['STORAGE', 'DATABASE_URL', 'STORAGE_REPLICATION'],
]

/** @throws ConfigError with every mistake at once */
export function configuration({
  url,
  pool,
  log,
  env = process.env,
}: Pick<StripeConnectOptions, 'url' | 'pool' | 'log' | 'env'>): Config {
  const ignored = [...OF_THE_APP, ...(pool ? OF_THE_DATABASE : []), ...(log ? ['LOG_LEVEL'] : [])]
  const read: NodeJS.ProcessEnv = { ...env, ...(url !== undefined && { DASHBOARD_SERVER: url }) }
  for (const name of ignored) delete read[name]
  if (!read.DASHBOARD_SERVER?.trim()) throw new ConfigError([NO_URL])
  try {
    return loadConfig(read)
  } catch (error) {
    throw error instanceof ConfigError && url !== undefined ? aboutOption(error) : error
  }
}

const NO_URL = {
  variable: 'DASHBOARD_SERVER',
  problem: 'is missing: the public address of where stripeConnect is mounted (or give it the option url)',
  example: 'https://market.example/payments',
}

function aboutOption({ problems }: ConfigError): ConfigError {
  return new ConfigError(
    problems.map((problem) =>
      problem.variable === 'DASHBOARD_SERVER' ? { ...problem, variable: 'url' } : problem,
    ),
  )
}

/** The path of the public address; empty for the root of a site. */
export function mountPath({ url }: Pick<Config, 'url'>): string {
  return new URL(url).pathname.replace(/\/$/, '')
}
