/**
 * The options of the module in an Express app. The types fit Express 4 and 5.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CheckBeforeDelete } from '../../context/context.ts'

/** Who is asking, as the app knows them. */
export interface Identity {
  /** The app's own id for the person. It must never pass to another person. */
  accountid: string | number | bigint
  /** The session that the person's forms are bound to; by default the `accountid`. */
  sessionid?: string | number | bigint | null | undefined
  /** Only `true` opens the administrators' pages. */
  administrator?: boolean | null | undefined
  /** The person's name and e-mail address, which stand in their registration for them to correct. */
  name?: string | null | undefined
  email?: string | null | undefined
}

type Nobody = undefined | null | false | '' | 0

/** @returns nothing for a guest */
export type Authenticate<R> = (request: R) => Identity | Nobody | Promise<Identity | Nobody>

/** A page of the module, for the app's layout. Each part is markup, escaped and ready to use. */
export interface LayoutParts {
  /** The page's own title, for `<title>`. */
  title: string
  /** For `<html lang>`. */
  language: string
  /** Stylesheets and scripts; they touch nothing outside the body's one element. */
  head: string
  body: string
}

export type Layout<R> = (parts: LayoutParts, request: R) => string | Promise<string>

type LogMethod = (fields: object, message?: string) => void

/** A logger like pino's. The lines it gets contain no secrets and no personal data. */
export interface HostLog {
  level: string
  fatal: LogMethod
  error: LogMethod
  warn: LogMethod
  info: LogMethod
  debug: LogMethod
  trace: LogMethod
}

export interface StripeConnectOptions<R extends IncomingMessage = IncomingMessage> {
  /** Called for each request that needs the person. Look the person up once and keep them on the request. */
  authenticate: Authenticate<R>
  /**
   * Where to send a guest who asks for a page. Default: `/signin?return-url=...`
   *
   * @param returnUrl the path they asked for
   */
  signIn?: ((returnUrl: string, request: R) => string) | undefined
  /** The public address it is mounted at, e.g. `https://market.example/payments`. Default: `DASHBOARD_SERVER`. */
  url?: string | undefined
  /** The site's name, shown on every page. */
  title?: string | undefined
  /** Puts the app's own document around a page. Default: a plain document with the title. */
  layout?: Layout<R> | undefined
  /**
   * Asked before a person or an administrator deletes a Stripe account. Default: nobody is asked.
   *
   * @example
   * checkBeforeDelete: async ({ stripeid }) => ((await hasOpenOrders(stripeid)) ? '/orders' : undefined)
   */
  checkBeforeDelete?: CheckBeforeDelete | undefined
  /** The app's `pg.Pool` or mysql2 pool. The module never closes it. Default: the module's own connections, as the environment says. */
  pool?: object | undefined
  /** Default: lines of JSON on the standard output. */
  log?: HostLog | undefined
  /** The variables of docs/configuration.md. Default: `process.env`. */
  env?: NodeJS.ProcessEnv | undefined
}

/** Middleware for `app.use`, `app.get` and so on. */
export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/** Middleware that serves the pages, the API, the webhook and the files for browsers, all below its mount path. */
export interface StripeConnect extends Middleware {
  /**
   * Adds the headers about the person's Stripe accounts to `request.headers`, for the routes after it, as an application server
   * gets them. It drops headers of the same names from the client. It never fails: while the state is unknown, the headers say
   * so.
   */
  headers: Middleware
  /** Sends a signed-in person who has no account with payouts enabled to the page that creates one. */
  requireConnectAccount: Middleware
  /** Sends a signed-in person who owes Stripe information to the page for it. */
  requireAllInformationSubmitted: Middleware
  /**
   * Resolves when the module serves its pages and, if Stripe answers, receives events.
   *
   * @throws ConfigError, StartUpError or StorageError with what to correct; the app runs on without the module
   */
  ready(): Promise<void>
  /** Finishes work in progress and stops everything it started. */
  close(): Promise<void>
}
