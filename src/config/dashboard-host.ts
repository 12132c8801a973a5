/**
 * Adapts the environment of a process in which Dashboard runs. Some variables are meant for Dashboard only, and some Dashboard
 * knows better.
 *
 * @module
 */
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { LOG_LEVELS } from '../core/log.ts'
import { ConfigError } from './environment-reader.ts'

/** Values that Dashboard has worked out from its own variables. */
interface DashboardValues {
  /** Dashboard's tenant. */
  appid: string
  /** Dashboard's public address. */
  dashboardServer: string
  /** What a program that starts Dashboard may set in place of variables. */
  databaseURL?: string
  stripeKey?: string
  stripePublishableKey?: string
  connectWebhookEndPointSecret?: string
}

/**
 * @param env usually `process.env`; not changed
 * @returns the environment for `loadConfig`
 * @throws ConfigError when the module's rows would go into the file that Dashboard keeps its own in
 * @example
 * const config = loadConfig(dashboardEnvironment(process.env, global))
 */
export function dashboardEnvironment(env: NodeJS.ProcessEnv, dashboard: DashboardValues): NodeJS.ProcessEnv {
  const file = sqliteFile(env)
  const level = logLevel(env.LOG_LEVEL)
  return {
    ...env,
    ...programSettings(env, dashboard),
    APPID: env.APPID?.trim() || dashboard.appid,
    DASHBOARD_SERVER: env.DASHBOARD_SERVER?.trim() || dashboard.dashboardServer,
    LOG_LEVEL: level,
    ...(file !== undefined && { CONNECT_DATABASE_FILE: file }),
  }
}

/** What the program set in place of a variable that is not set. */
function programSettings(env: NodeJS.ProcessEnv, dashboard: DashboardValues): NodeJS.ProcessEnv {
  const settings = {
    DATABASE_URL: dashboard.databaseURL,
    STRIPE_KEY: dashboard.stripeKey,
    STRIPE_PUBLISHABLE_KEY: dashboard.stripePublishableKey,
    CONNECT_WEBHOOK_ENDPOINT_SECRET: dashboard.connectWebhookEndPointSecret,
  }
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value && !env[name]?.trim()))
}

/** Whether Dashboard and the module keep their rows on the same database server, so that an outage stops both. */
export function sharesDatabase(env: NodeJS.ProcessEnv): boolean {
  return (
    !env.CONNECT_DATABASE_URL?.trim() && !env.CONNECT_DATABASE_FILE?.trim() && sqliteFile(env) === undefined
  )
}

/** The file that Dashboard keeps its rows in, and kept those of the earlier module in, unless that had a file of its own. */
export function dashboardFile(env: NodeJS.ProcessEnv): string | undefined {
  return (env.STORAGE?.trim().toLowerCase() || 'sqlite') === 'sqlite'
    ? env.DATABASE_FILE?.trim() || undefined
    : undefined
}

/** Dashboard takes a list of levels, and knows one that the module does not. */
function logLevel(list: string | undefined): string | undefined {
  const named = list?.split(',').map((level) => level.trim().toLowerCase()) ?? []
  return LOG_LEVELS.findLast((level) => named.includes(level))
}

/**
 * Two SQLite libraries in one process undo each other's locks on a file, which can damage it, so the module uses another file.
 *
 * @returns undefined when there is nothing to set
 */
function sqliteFile(env: NodeJS.ProcessEnv): string | undefined {
  const theirs = dashboardFile(env)
  if (theirs === undefined) return undefined
  const ours = env.CONNECT_DATABASE_FILE?.trim()
  if (!ours) {
    const { dir, name, ext } = path.parse(theirs)
    return path.join(dir, `${name}-connect${ext}`)
  }
  if (realPath(ours) !== realPath(theirs)) return undefined
  throw new ConfigError([
    {
      variable: 'CONNECT_DATABASE_FILE',
      problem:
        'names the file of DATABASE_FILE, in which Dashboard keeps its own rows: leave it out, and the module uses a file beside that one',
      example: './data/connect.db',
    },
  ])
}

function realPath(file: string): string {
  const absolute = path.resolve(file)
  try {
    return realpathSync(absolute)
  } catch {
    return absolute
  }
}
