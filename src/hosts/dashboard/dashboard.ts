/**
 * Dashboard's interface for a module: its values on the global object, and the arguments of handlers.
 *
 * @see https://www.npmjs.com/package/@layeredapps/dashboard
 * @module
 */
import type { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'

/** An upload that Dashboard has read into memory. */
interface Upload {
  type?: string
  name?: string
  buffer: Buffer
}

/** The session of a signed-in person. Holds its secrets as well. */
interface DashboardSession {
  sessionid: string
  accountid?: string
  ended?: unknown
  createdAt?: Date | string
  expiresAt?: Date | string
}

/** The person signed in. Holds password hashes and keys as well: never pass it on. */
interface DashboardAccount {
  accountid: string
  appid?: string
  administrator?: boolean
  deletedAt?: Date | string | null
  /** When the person ended all their sessions. */
  sessionKeyLastResetAt?: Date | string | null
}

/** The argument of calls to `global.api...` by other modules; a request has the same properties. */
export interface DashboardCall {
  appid?: string
  /** Undefined for a guest. */
  account?: DashboardAccount
  /** Other modules may give only its id. */
  session?: DashboardSession
  query?: Record<string, unknown>
  body?: Record<string, unknown>
  uploads?: Record<string, Upload>
  ip?: string
}

export interface DashboardRequest extends IncomingMessage, DashboardCall {
  url: string
  urlPath: string
  /** The extension of the path, e.g. `css`; undefined without one. */
  extension?: string
  /** The body as text; undefined for multipart and when there is none. */
  bodyRaw?: string | Buffer
  route?: SitemapEntry
  /** Another tenant's settings in the same process, which replace the configuration. */
  server?: { dashboardEncryptionKey?: string }
  /** Without it, Dashboard does not answer API calls. */
  allowAPIRequest?: boolean
}

/** `ended` tells Dashboard that the request is answered. */
export type DashboardResponse = ServerResponse & { ended?: boolean }

export type Verb = (
  request: DashboardRequest,
  response: DashboardResponse,
  message?: string,
) => Promise<unknown>

export interface SitemapEntry {
  api: Readonly<Record<string, Verb>> | Readonly<Record<string, ApiVerb>>
  auth: boolean
  html?: string
  htmlFilePath?: string
  jsFilePath: string
  /** The files of a page that Dashboard has found itself. */
  htmlFilePathFull?: string
  jsFilePathFull?: string
}

export type ApiVerb = (call: DashboardCall) => Promise<unknown>

/** Routes by the parts of their paths, e.g. `api.user.connect.StripeAccount.get`. */
export interface ApiTree {
  [part: string]: ApiTree | Readonly<Record<string, ApiVerb>>
}

interface ServerHandler {
  before?(request: DashboardRequest, response: DashboardResponse): Promise<void>
  after?(request: DashboardRequest, response: DashboardResponse): Promise<void>
}

/** Changes a page before it is sent. */
interface ContentHandler {
  page?(request: DashboardRequest, response: DashboardResponse, document: Document): unknown
}

/** A parsed page; `toString` writes it as text. */
interface Document {
  toString(): string
}

/** Adds headers to a request to the application server. */
type ProxyHandler = (
  request: { url: string },
  options: { headers: Record<string, string> },
) => Promise<void> | void

interface Globals {
  applicationPath: string
  appid: string
  /** The largest body without files, in bytes. */
  maximumPostDataLength: number
  /** In letters; `NaN` when the environment says something else than a number. */
  maximumUsernameLength: number
  maximumPasswordLength: number
  maximumResetCodeLength: number
  maximumProfileFullNameLength: number
  maximumProfileDisplayNameLength: number
  maximumProfileCompanyNameLength: number
  /** Seconds. */
  cacheApplicationServerFiles: number
  /** Each more doubles the work of a password's hash. */
  bcryptWorkloadFactor: number
  dashboardEncryptionKey?: string
  /** Where people go when nothing else is said. */
  homePath?: string
  applicationServer: string
  applicationServerToken: string
  dashboardServer: string
  databaseURL?: string
  stripeKey?: string
  stripePublishableKey?: string
  connectWebhookEndPointSecret?: string
  contentSecurityPolicy: string
  inlineJS: boolean
  /** Whether pages are shown in a frame of the template. */
  iframed?: boolean
  sitemap: Record<string, SitemapEntry>
  api: ApiTree
  packageJSON: {
    dashboard: {
      title?: string
      moduleNames: string[]
      server: ServerHandler[]
      serverFilePaths: string[]
      content: ContentHandler[]
      proxy: ProxyHandler[]
    }
  }
}

/** Its library for databases. */
export interface Sequelize {
  query(...statement: unknown[]): Promise<unknown>
  /** `lib` is the driver; that of PostgreSQL has `Client`. */
  connectionManager: { lib: { Client?: new (options: unknown) => EventEmitter } }
}

/** One of Dashboard's tables. */
export interface Finder {
  findOne(question: unknown): Promise<unknown>
}

/** The exports of Dashboard's package that we use. */
interface Exports {
  Hash: {
    /** @param key a tenant's key; the configured one when undefined */
    sha512Hash(text: string, key?: string): string
    sha512HashCompare(text: string, hash: string, key?: string): boolean
    bcryptHashCompare(text: string, hash: string, key?: string): Promise<boolean>
    bcryptHashHash(text: string, key?: string): Promise<string>
  }
  HTML: { parse(html: string): Document }
  Proxy: {
    /** Asks the application server. */
    get(request: { url: string }): Promise<Buffer | undefined>
    /** Passes a request on to the application server. */
    pass(request: DashboardRequest, response: DashboardResponse): Promise<unknown>
  }
  Response: {
    /** @returns the page with the header of Dashboard's template */
    wrapSrcDocWithTemplate(
      request: DashboardRequest,
      response: DashboardResponse,
      page: Document,
    ): Promise<string>
    /** Answers with Dashboard's error page. */
    throwError(
      request: DashboardRequest,
      response: DashboardResponse,
      status: number,
      sentence: string,
    ): Promise<unknown>
    /** Answers with a page, within the template. */
    end(request: DashboardRequest, response: DashboardResponse, page: Document): Promise<unknown>
    /** @throws for anything but a path of this host */
    redirect(request: DashboardRequest, response: DashboardResponse, path: string): Promise<unknown>
    redirectToSignIn: Verb
    redirectToVerify: Verb
    throw404: Verb
    throw500: Verb
    eTag(bytes: Buffer): string
    /** By file extension, without the dot. */
    mimeTypes: Readonly<Record<string, string>>
  }
  Storage: {
    Session: Finder
    Account: Finder
    sequelize: Sequelize
  }
  stop(): unknown
}

/** The exports of Dashboard's `src/server.js` that we use. */
interface ServerExports {
  /** Listens for every request. */
  receiveRequest(request: IncomingMessage, response: ServerResponse): Promise<unknown>
  /** The person that the cookies sign in. */
  authenticateRequest(request: DashboardRequest): Promise<SignedIn | undefined>
}

/** The exports of Dashboard's `src/bcrypt.js` that we use. */
interface BcryptExports {
  compare(text: string, hash: string): Promise<boolean>
  genSalt(rounds: number): Promise<string>
  hash(text: string, salt: string): Promise<string>
}

/** The exports of UglifyJS, with which Dashboard makes the scripts of a page shorter. */
interface UglifyExports {
  minify(script: string, options?: unknown): { code?: string }
}

export interface SignedIn {
  account: { accountid: string; administrator?: boolean }
  session: DashboardSession & { csrfToken: string }
}

/**
 * What may be logged of something that was thrown. Dashboard's parser throws the text that it could not read: a person's page.
 */
export function faultIn(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('Dashboard could not read something')
}

export const dashboardGlobals = globalThis as unknown as Globals

/** Headers that prove to the application server that Dashboard asks. */
export function identification(): Record<string, string> {
  return {
    'x-dashboard-server': dashboardGlobals.dashboardServer,
    'x-application-server-token': dashboardGlobals.applicationServerToken,
  }
}

/** The running copy of Dashboard, resolved as the application resolves it. */
export function dashboardExports(): Exports {
  const require = applicationRequire()
  return require('@layeredapps/dashboard') as Exports
}

export function dashboardServer(): ServerExports {
  return applicationRequire()('@layeredapps/dashboard/src/server.js') as ServerExports
}

export function dashboardBcrypt(): BcryptExports {
  return applicationRequire()('@layeredapps/dashboard/src/bcrypt.js') as BcryptExports
}

export function dashboardUglify(): UglifyExports {
  return createRequire(applicationRequire().resolve('@layeredapps/dashboard'))('uglify-js') as UglifyExports
}

/** The handler that answers with public files of the application server. */
export function dashboardPublicFiles(): ServerHandler {
  return applicationRequire()(
    '@layeredapps/dashboard/src/server/fetch-application-server-static-file.js',
  ) as ServerHandler
}

export function dashboardFolder(): string {
  return path.dirname(applicationRequire().resolve('@layeredapps/dashboard'))
}

/** Resolves packages as the application does. */
export function applicationRequire(): NodeJS.Require {
  return createRequire(path.join(dashboardGlobals.applicationPath, 'package.json'))
}
