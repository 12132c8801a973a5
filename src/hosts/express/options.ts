/**
 * What an Express app tells the module about itself. The types name no version of Express: 4 and 5 fit.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Who is asking, as the app knows them. */
export interface Identity {
  /** The app's own id of the person; it must never pass to somebody else. */
  accountid: string | number | bigint
  /** What the forms of this visit are bound to; the `accountid` when the app has no sessions. */
  sessionid?: string | number | bigint | null | undefined
  /** `true`, and nothing else, opens the administrators' pages. */
  administrator?: boolean | null | undefined
}

type Nobody = undefined | null | false | '' | 0

/** @returns nothing for a guest */
export type Authenticate<R> = (request: R) => Identity | Nobody | Promise<Identity | Nobody>

/** A page of the module for a layout of the app's. Each part is markup, escaped and ready to be placed, except where said. */
export interface LayoutParts {
  /** The page's own title, for `<title>`. */
  title: string
  /** For `<html lang>`. */
  language: string
  /** Stylesheets and scripts; they touch nothing outside of the body's one element. */
  head: string
  body: string
}

export type Layout<R> = (parts: LayoutParts, request: R) => string | Promise<string>

type LogMethod = (fields: object, message?: string) => void

/** A logger as pino makes them. What it gets has been cleared of secrets and personal data. */
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
  /** Called for every request that needs to know; look the person up once and keep them on the request. */
  authenticate: Authenticate<R>
  /**
   * Where a guest is sent who asks for a page. Absent: `/signin?return-url=...`
   *
   * @param returnUrl the path that they asked for
   */
  signIn?: ((returnUrl: string, request: R) => string) | undefined
  /** The public address of where it is mounted, e.g. `https://market.example/payments`. Absent: `DASHBOARD_SERVER`. */
  url?: string | undefined
  /** The name of the site, on every page. */
  title?: string | undefined
  /** Puts the app's own document around a page. Absent: a plain one of ours with the title. */
  layout?: Layout<R> | undefined
  /** The app's `pg.Pool`, or its pool of mysql2. It is never ended. Absent: connections of our own, as the environment says. */
  pool?: object | undefined
  /** Absent: one line of JSON each on the standard output. */
  log?: HostLog | undefined
  /** The variables of docs/configuration.md. Absent: `process.env`. */
  env?: NodeJS.ProcessEnv | undefined
}

/** Middleware for `app.use`, `app.get` and so on. */
export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/** Itself middleware: the pages, the API, the webhook and the files for browsers, all below where it is mounted. */
export interface StripeConnect extends Middleware {
  /**
   * Tells the routes after it about the person's Stripe accounts in `request.headers`, as an application server is told.
   * What the client sent under these names is dropped. It never fails: while the state is unknown, the headers say so.
   */
  headers: Middleware
  /** Sends a signed-in person without an account that payouts are enabled for to the page where they register one. */
  requireConnectAccount: Middleware
  /** Sends a signed-in person of whom Stripe wants something to the page where they give it. */
  requireAllInformationSubmitted: Middleware
  /**
   * Fulfilled once pages are served and Stripe, unless it does not answer, tells this app what happens.
   *
   * @throws ConfigError, StartUpError or StorageError with what to put right; the app goes on without the module
   */
  ready(): Promise<void>
  /** Finishes what is under way and stops everything that it started. */
  close(): Promise<void>
}
