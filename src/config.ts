/**
 * What the environment says, read in one place and validated whole.
 *
 * @module
 */

/** Where and how rows are kept. */
export interface StorageConfig {
  dialect: 'sqlite' | 'postgresql'
  /** For PostgreSQL. */
  url: string | undefined
  /** For SQLite: a path, or `:memory:`. */
  file: string
  maxConnections: number
  /** Milliseconds after which an idle connection is closed. */
  idleTimeout: number
}

export interface StripeConfig {
  /** Undefined when the offline Stripe is used. */
  key: string
  publishableKey: string | undefined
  /** Secrets that a webhook's signature may be made with; several while one is being rolled. */
  webhookSecrets: readonly string[]
  /** The address of the API when it is not Stripe's own. */
  api: URL | undefined
  /** True when the API is our offline Stripe: every page says so. */
  offline: boolean
  /** How often the SDK tries a call again when the network or Stripe fails. */
  maxRetries: number
}

export interface Config {
  production: boolean
  /** The tenant of rows made by a host that has no tenants of its own. */
  appid: string
  /** The public address of the dashboard, without a slash at its end. */
  url: string
  stripe: StripeConfig
  storage: StorageConfig
  headers: {
    /** Bytes for all headers of the module together. */
    limit: number
    format: 'full' | 'compact'
    /** Milliseconds that a value may be served from memory without asking the database. */
    maxAge: number
  }
  applicationServer: URL | undefined
  applicationServerToken: string | undefined
  /** The path asked before an account is deleted. */
  checkBeforeDelete: string
  pageSize: number
  logLevel: string
}
