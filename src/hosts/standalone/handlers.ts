/**
 * Runs the handlers that a package.json lists under `dashboard`, as Dashboard runs them.
 *
 * @module
 */
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { andThen, inTurn, type MaybePromise } from '../../core/maybe-promise.ts'
import { StartUpError } from '../../runtime/start-up-error.ts'
import type { Headers } from './proxy/forward-headers.ts'
import type { StandaloneRequest, StandaloneResponse } from './standalone-request.ts'

type ServerStep = (request: StandaloneRequest, response: StandaloneResponse) => MaybePromise<void>

export interface ServerHandler {
  /** Runs before the caller is identified. */
  before?: ServerStep
  after?: ServerStep
}

/** Adds headers to a request to the application server. */
type ProxyHandler = (
  request: StandaloneRequest,
  proxyRequestOptions: { method: string; path: string; headers: Headers },
) => MaybePromise<void>

export interface Handlers {
  server: readonly ServerHandler[]
  proxy: readonly ProxyHandler[]
}

/** The script paths that the `dashboard` section lists. */
export interface HandlerPaths {
  server: readonly string[]
  proxy: readonly string[]
}

const OWN_NAME = '@layeredapps/stripe-connect'
/** This package's `src` folder, in the sources or the build, and the extension of its files. */
const OWN_FOLDER = fileURLToPath(new URL('../../', import.meta.url))
const OWN_ENDING = path.extname(import.meta.url)

/**
 * Loads scripts by the paths that Dashboard takes: `@scope/package/src/...` or `/src/...` of the application.
 *
 * @param folder the folder of the package.json that lists them
 * @throws StartUpError naming the path, when a script is missing, fails to load or is not a handler
 */
export async function loadHandlers(paths: HandlerPaths, folder: string): Promise<Handlers> {
  const load = (script: string) => loadScript(script, folder, 'the handler')
  const server = await Promise.all(paths.server.map(async (it) => toServerHandler(it, await load(it))))
  const proxy = await Promise.all(paths.proxy.map(async (it) => toProxyHandler(it, await load(it))))
  return { server, proxy }
}

/**
 * @param what the script is, for the error
 * @returns what it exports by default
 * @throws StartUpError naming the path, when the script is missing or fails to load
 */
export async function loadScript(script: string, folder: string, what: string): Promise<unknown> {
  try {
    const loaded = await import(pathToFileURL(locate(script, folder)).href)
    return loaded.default ?? loaded
  } catch (cause) {
    throw new StartUpError(`${what} ${script} of package.json cannot be loaded: ${(cause as Error).message}`)
  }
}

function locate(script: string, folder: string): string {
  if (script.startsWith('/')) return path.join(folder, script)
  const own = `${OWN_NAME}/src/`
  if (script.startsWith(own)) {
    return path.join(OWN_FOLDER, script.slice(own.length).replace(/\.js$/, OWN_ENDING))
  }
  return createRequire(path.join(folder, 'package.json')).resolve(script)
}

function toServerHandler(script: string, loaded: unknown): ServerHandler {
  if (typeof loaded === 'function') return { after: loaded as ServerStep }
  const { before, after } = (loaded ?? {}) as ServerHandler
  if (typeof before !== 'function' && typeof after !== 'function') {
    throw new StartUpError(`the handler ${script} of package.json has neither before nor after`)
  }
  return { ...(before && { before }), ...(after && { after }) }
}

function toProxyHandler(script: string, loaded: unknown): ProxyHandler {
  if (typeof loaded === 'function') return loaded as ProxyHandler
  throw new StartUpError(`the handler ${script} of package.json is not a function`)
}

/**
 * @param step whether to run the handlers before or after the caller is identified
 * @returns true when a handler has answered the request
 */
export function runServerHandlers(
  handlers: readonly ServerHandler[],
  step: 'before' | 'after',
  request: StandaloneRequest,
  response: StandaloneResponse,
): MaybePromise<boolean> {
  const isAnswered = () => Boolean(response.ended) || response.writableEnded
  return inTurn(handlers, (handler) => andThen(handler[step]?.(request, response), isAnswered))
}
