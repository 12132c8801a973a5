/**
 * Reads the environment in one place and validates it as a whole.
 *
 * @module
 */

import { isIP } from 'node:net'
import { LOG_LEVELS, type LogLevel } from '../core/log.ts'
import { parsedUrl } from '../core/parsed-url.ts'
import { safeReturnUrl } from '../core/return-url.ts'
import { redisTls } from '../net/redis-tls.ts'
import { EnvironmentReader } from './environment-reader.ts'
import { type StorageConfig, storageConfig } from './storage.ts'
import { isLive, type StripeConfig, stripeConfig } from './stripe.ts'

export { ConfigError } from './environment-reader.ts'
export type { StorageConfig } from './storage.ts'
export type { StripeConfig } from './stripe.ts'
export { VARIABLES } from './variables.ts'

export interface Config {
  production: boolean
  /** The address that the standalone host listens on. */
  host: string
  port: number
  /** How many of your proxies stand in front of the host and write `x-forwarded-for`. */
  trustedProxies: number
  /** The folder for the module's files. */
  dataFolder: string
  /** The tenant that this process serves. The process uses only this tenant's rows in the database and keys in Redis. */
  appid: string
  /** The public address of the dashboard, without a trailing slash. */
  url: string
  stripe: StripeConfig
  /** Where sellers register: in the module's own forms, or on Stripe's page. */
  onboarding: 'custom' | 'hosted'
  storage: StorageConfig
  /** The address of Redis, which several instances share; undefined for a single instance. */
  redis: string | undefined
  headers: {
    /** The most bytes of all the module's headers together. */
    limit: number
    format: 'full' | 'compact'
    /** Milliseconds that a value may be served from memory without asking the database. */
    maxAge: number
  }
  applicationServer: URL | undefined
  applicationServerToken: string | undefined
  /** The path that the module asks before it deletes an account. */
  checkBeforeDelete: string
  /** The only countries that new sellers may choose; undefined for all. */
  countries: readonly string[] | undefined
  pageSize: number
  logLevel: LogLevel
}

/** Milliseconds that header values are served from memory. Another instance's change may go unnoticed for as long. */
const HEADER_MAX_AGE = 5_000

/**
 * @param env usually `process.env`
 * @throws ConfigError with every mistake at once
 * @example
 * const config = loadConfig(process.env)
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const read = new EnvironmentReader(env)
  const production = read.text('NODE_ENV') === 'production'
  const host = listeningHost(read)
  const port = read.integer('PORT', 8000, { from: 1, to: 65_535 })
  const dataFolder = read.text('CONNECT_DATA') ?? './data'
  const config: Config = {
    production,
    host,
    port,
    trustedProxies: trustedProxies(read),
    dataFolder,
    appid: tenant(read) ?? 'default',
    url: withoutSlash(publicUrl(read, production) ?? new URL(`http://${reachable(host)}:${port}`)),
    stripe: stripeConfig(read, production),
    onboarding: read.choice('CONNECT_ONBOARDING', ['custom', 'hosted']) ?? 'custom',
    storage: storageConfig(read, dataFolder),
    redis: redisUrl(read),
    headers: {
      limit: read.integer('CONNECT_HEADER_LIMIT', 8192, { from: 512, to: 65_536 }),
      format: read.choice('CONNECT_HEADER_FORMAT', ['full', 'compact']) ?? 'full',
      maxAge: HEADER_MAX_AGE,
    },
    applicationServer: read.url('APPLICATION_SERVER'),
    applicationServerToken: headerValue(read, 'APPLICATION_SERVER_TOKEN'),
    checkBeforeDelete: deletionCheck(read),
    countries: countries(read),
    pageSize: read.integer('PAGE_SIZE', 10, { from: 1, to: 1000 }),
    logLevel: read.choice('LOG_LEVEL', LOG_LEVELS) ?? 'info',
  }
  refuseWithoutHttps(read, config)
  read.throwProblems()
  return config
}

/** @see https://docs.stripe.com/security/guide#tls */
function refuseWithoutHttps(read: EnvironmentReader, { url, stripe }: Config): void {
  if (stripe.tokensOnly && !stripe.offline && isLive(stripe.key) && !url.startsWith('https:'))
    read.refuse(
      'DASHBOARD_SERVER',
      'must begin with https://: with STRIPE_JS=3 and a live key, Stripe.js works on no other page',
    )
}

/** @returns undefined for every country where Stripe has accounts */
function countries(read: EnvironmentReader): readonly string[] | undefined {
  const codes = read
    .text('COUNTRY')
    ?.toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean)
  if (codes?.some((code) => !/^[A-Z]{2}$/.test(code)))
    read.refuse('COUNTRY', 'must name countries by their codes of two letters, with commas between')
  return codes
}

/** The appid is a key of every table, and Stripe keeps it with every account. */
function tenant(read: EnvironmentReader): string | undefined {
  const appid = read.text('APPID', { longest: 255 })
  if (/[\p{Control}\p{Surrogate}]/u.test(appid ?? '')) read.refuse('APPID', 'must have no control characters')
  return appid
}

function trustedProxies(read: EnvironmentReader): number {
  // Express takes `true` for `trust proxy`. Here it would let anyone choose the address that is recorded with their consent.
  if (read.text('TRUST_PROXY')?.toLowerCase() === 'true') {
    read.refuse('TRUST_PROXY', 'would believe whatever anyone says; give the number of proxies in front')
    return 0
  }
  return read.integer('TRUST_PROXY', 0, { from: 0, to: 16 })
}

function listeningHost(read: EnvironmentReader): string {
  const host = read.text('HOST') ?? 'localhost'
  if ((isIP(host) || /^[\w.-]+$/.test(host)) && parsedUrl(`http://${reachable(host)}`)) return host
  read.refuse('HOST', 'must be an address of this machine or a name of it')
  return 'localhost'
}

function publicUrl(read: EnvironmentReader, production: boolean): URL | undefined {
  if (production && !read.isOwn('DASHBOARD_SERVER'))
    read.refuse('DASHBOARD_SERVER', 'is missing: it is the address that people and Stripe know')
  return read.url('DASHBOARD_SERVER')
}

/** The name by which a browser on the same machine reaches the host. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return isIP(host) === 6 ? `[${host}]` : host
}

function withoutSlash(url: URL): string {
  return url.href.replace(/(?<!\/)\/+$/, '')
}

function redisUrl(read: EnvironmentReader): string | undefined {
  const url = read.text('CONNECT_REDIS_URL')
  if (url !== undefined && !(/^rediss?:\/\//i.test(url) && parsedUrl(url)))
    read.refuse('CONNECT_REDIS_URL', 'must be an address that begins with redis:// or rediss://')
  else if (url !== undefined && !isDecodable(url))
    read.refuse('CONNECT_REDIS_URL', 'has a % that stands for nothing: a password’s own is written %25')
  else if (url !== undefined) refuseTls(read, url)
  return url
}

function refuseTls(read: EnvironmentReader, url: string): void {
  try {
    redisTls(new URL(url))
  } catch (error) {
    read.refuse('CONNECT_REDIS_URL', `cannot be used: ${(error as Error).message}`)
  }
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url)
    return true
  } catch {
    return false
  }
}

function headerValue(read: EnvironmentReader, name: 'APPLICATION_SERVER_TOKEN'): string | undefined {
  const value = read.text(name)
  if (value !== undefined && !/^[\x21-\x7e]+$/.test(value))
    read.refuse(name, 'is sent as a header: it must be letters, digits and signs of ASCII, without spaces')
  return value
}

function deletionCheck(read: EnvironmentReader): string {
  const text = read.text('CHECK_BEFORE_DELETE_STRIPE_ACCOUNT')
  if (text !== undefined && safeReturnUrl(text) === undefined)
    read.refuse('CHECK_BEFORE_DELETE_STRIPE_ACCOUNT', 'must be a path of your app')
  return text ?? '/api/check-before-delete-stripe-account'
}
