/**
 * Dashboard as a module meets it: what it keeps on the global object, and what it gives to handlers.
 *
 * @see https://www.npmjs.com/package/@layeredapps/dashboard
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import path from 'node:path'

/** An upload that Dashboard has read into memory. */
interface Upload {
  type?: string
  name?: string
  buffer: Buffer
}

/** Of a person signed in. Holds the secrets of their session as well. */
interface DashboardSession {
  sessionid: string
  accountid?: string
  ended?: unknown
}

/** What other modules hand to `global.api...`, and what a request has as well. */
export interface DashboardCall {
  appid?: string
  /** Undefined for a guest. Holds password hashes and keys as well: nothing of it may be passed on. */
  account?: { accountid: string; administrator?: boolean }
  /** All that other modules may give is its id. */
  session?: DashboardSession
  query?: Record<string, unknown>
  body?: Record<string, unknown>
  uploads?: Record<string, Upload>
  ip?: string
}

export interface DashboardRequest extends IncomingMessage, DashboardCall {
  url: string
  urlPath: string
  /** The ending of the address, e.g. `css`; undefined without one. */
  extension?: string
  /** The body as text; undefined for multipart and when there is none. */
  bodyRaw?: string | Buffer
  route?: SitemapEntry
  /** What another tenant of the same process has in the place of the configuration. */
  server?: { dashboardEncryptionKey?: string }
  /** Without it, the API is not answered. */
  allowAPIRequest?: boolean
}

/** `ended` tells Dashboard that the request is answered. */
export type DashboardResponse = ServerResponse & { ended?: boolean }

type Verb = (request: DashboardRequest, response: DashboardResponse, message?: string) => Promise<unknown>

interface SitemapEntry {
  api: Readonly<Record<string, Verb>> | Readonly<Record<string, ApiVerb>>
  auth: boolean
  html?: string
  htmlFilePath?: string
  jsFilePath: string
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

/** A page that has been read into a tree; text is made of it by `toString`. */
interface Document {
  toString(): string
}

/** Adds to the headers of a request to the application server. */
type ProxyHandler = (
  request: { url: string },
  options: { headers: Record<string, string> },
) => Promise<void> | void

interface Globals {
  applicationPath: string
  appid: string
  /** Bytes of a body without files. */
  maximumPostDataLength: number
  applicationServer: string
  applicationServerToken: string
  dashboardServer: string
  contentSecurityPolicy: string
  inlineJS: boolean
  /** Whether pages are shown in a frame of the template. */
  iframed?: boolean
  sitemap: Record<string, SitemapEntry>
  api: ApiTree
  packageJSON: {
    dashboard: {
      title?: string
      server: ServerHandler[]
      serverFilePaths: string[]
      content: ContentHandler[]
      proxy: ProxyHandler[]
    }
  }
}

/** What Dashboard's package exports, as far as we need it. */
interface Exports {
  Hash: {
    /** @param key of a tenant; the configured one when undefined */
    sha512Hash(text: string, key: string | undefined): string
  }
  HTML: { parse(html: string): Document }
  Proxy: {
    /** Asks the application server. */
    get(request: { url: string }): Promise<Buffer | undefined>
    /** Passes a request on to it. */
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
    /** @throws for what is not a path of this host */
    redirect(request: DashboardRequest, response: DashboardResponse, path: string): Promise<unknown>
    redirectToSignIn(request: DashboardRequest, response: DashboardResponse): Promise<unknown>
    eTag(bytes: Buffer): string
    /** By the ending of an address, without the full stop. */
    mimeTypes: Readonly<Record<string, string>>
  }
  stop(): unknown
}

/** What one file of Dashboard's exports, as far as we need it. */
interface ServerExports {
  /** Listens for every request. */
  receiveRequest(request: IncomingMessage, response: ServerResponse): Promise<unknown>
  /** Who the cookies sign in. */
  authenticateRequest(request: DashboardRequest): Promise<SignedIn | undefined>
}

export interface SignedIn {
  account: { accountid: string; administrator?: boolean }
  session: DashboardSession & { csrfToken: string }
}

export const dashboardGlobals = globalThis as unknown as Globals

/** What says to the application server that Dashboard asks. */
export function identification(): Record<string, string> {
  return {
    'x-dashboard-server': dashboardGlobals.dashboardServer,
    'x-application-server-token': dashboardGlobals.applicationServerToken,
  }
}

/** The copy of Dashboard that runs, found from the application as the application itself finds it. */
export function dashboardExports(): Exports {
  const require = applicationRequire()
  return require('@layeredapps/dashboard') as Exports
}

export function dashboardServer(): ServerExports {
  return applicationRequire()('@layeredapps/dashboard/src/server.js') as ServerExports
}

function applicationRequire(): NodeJS.Require {
  return createRequire(path.join(dashboardGlobals.applicationPath, 'package.json'))
}
