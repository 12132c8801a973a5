/**
 * What the environment of a process means in which Dashboard runs: some variables are Dashboard's, and say things to it that
 * are not meant for us, or that it knows better.
 *
 * @module
 */
import { realpathSync } from 'node:fs'
import path from 'node:path'
import { LOG_LEVELS } from '../core/log.ts'
import { ConfigError } from './environment-reader.ts'

/** What Dashboard has made of its own variables. */
interface DashboardValues {
  /** Its tenant. */
  appid: string
  /** Its public address. */
  dashboardServer: string
}

/**
 * @param env usually `process.env`; it is left as it is
 * @returns what `loadConfig` is to be called with
 * @throws ConfigError when our rows were to go into the file that Dashboard keeps its own in
 * @example
 * const config = loadConfig(dashboardEnvironment(process.env, global))
 */
export function dashboardEnvironment(env: NodeJS.ProcessEnv, dashboard: DashboardValues): NodeJS.ProcessEnv {
  const file = sqliteFile(env)
  const level = logLevel(env.LOG_LEVEL)
  return {
    ...env,
    APPID: env.APPID?.trim() || dashboard.appid,
    DASHBOARD_SERVER: env.DASHBOARD_SERVER?.trim() || dashboard.dashboardServer,
    LOG_LEVEL: level,
    ...(file !== undefined && { CONNECT_DATABASE_FILE: file }),
  }
}

/** Whether Dashboard's rows are in the database of ours, on a server, so that it waits for the same one. */
export function sharesDatabase(env: NodeJS.ProcessEnv): boolean {
  return (
    !env.CONNECT_DATABASE_URL?.trim() && !env.CONNECT_DATABASE_FILE?.trim() && sqliteFile(env) === undefined
  )
}

/** Dashboard takes a list of levels, and knows one that we do not. */
function logLevel(list: string | undefined): string | undefined {
  const named = list?.split(',').map((level) => level.trim().toLowerCase()) ?? []
  return LOG_LEVELS.findLast((level) => named.includes(level))
}

/**
 * Two SQLite libraries in one process undo each other's locks on a file, which can damage it: ours is never Dashboard's.
 *
 * @returns undefined where there is nothing to set
 */
function sqliteFile(env: NodeJS.ProcessEnv): string | undefined {
  const theirs = env.DATABASE_FILE?.trim()
  if (!theirs || (env.STORAGE?.trim().toLowerCase() || 'sqlite') !== 'sqlite') return undefined
  const ours = env.CONNECT_DATABASE_FILE?.trim()
  if (!ours) {
    const { dir, name, ext } = path.parse(theirs)
    return path.join(dir, `${name}-connect${ext}`)
  }
  if (realPath(ours) !== realPath(theirs)) return undefined
  throw new ConfigError([
    {
      variable: 'CONNECT_DATABASE_FILE',
      problem: 'names the file of DATABASE_FILE, in which Dashboard keeps its own rows',
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
