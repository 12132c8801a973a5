/**
 * Serves the public files of the application server. Dashboard's own handler never forgets an address or what the application
 * answered there.
 *
 * @module
 */
import { LRUCache } from 'lru-cache'
import { own } from '../../core/own.ts'
import { turn } from '../../core/spread.ts'
import {
  type DashboardRequest,
  type DashboardResponse,
  dashboardExports,
  dashboardGlobals,
  dashboardPublicFiles,
} from './dashboard.ts'

/** Bytes of all remembered files and of one. */
const ALL = 64 * 1024 * 1024
const LARGEST = 16 * 1024 * 1024
/** Bytes that an address takes beside its letters and its file: the most addresses are some ten thousand. */
const ENTRY = 2048
/** The most letters of a remembered address; no page links to longer ones. */
const LONGEST = 2048

interface Known {
  /** Undefined when the application server has none. */
  file: Buffer | undefined
}

const known = new LRUCache<string, Known>({
  maxSize: ALL,
  maxEntrySize: LARGEST,
  sizeCalculation: ({ file }, address) => ENTRY + 2 * address.length + (file?.length ?? 0),
})

const guarded = new WeakSet<object>()

/** Bounds what Dashboard remembers of public files. */
export function guardPublicFiles(): void {
  const handler = dashboardPublicFiles()
  if (guarded.has(handler)) return
  guarded.add(handler)
  handler.before = givePublicFile
}

export const HTML_TYPE = 'text/html; charset=utf-8'

/** The content type that Dashboard gives a file. */
export function fileType(extension: string | undefined, otherwise = HTML_TYPE): string {
  const { mimeTypes } = dashboardExports().Response
  return own(mimeTypes, extension === 'jpeg' ? 'jpg' : (extension ?? '')) ?? otherwise
}

async function givePublicFile(request: DashboardRequest, response: DashboardResponse): Promise<void> {
  if (!isPublic(request.urlPath)) return
  const { applicationServer } = dashboardGlobals
  const file = applicationServer && (await fileAt(applicationServer + request.urlPath))
  if (!file && !isFolder(request.urlPath)) return
  response.ended = true
  if (!file) {
    await dashboardExports().Response.throw404(request, response)
    return
  }
  response.setHeader('content-type', fileType(request.extension))
  response.end(file)
}

/** Whether Dashboard takes the address for one of a file. */
export function isPublic(path: string): boolean {
  return isForAnybody(path) || path === '/'
}

/** Whether Dashboard answers there without looking up who asks. */
export function isForAnybody(path: string): boolean {
  return path.startsWith('/public/') || path === '/robots.txt' || path === '/favicon.ico'
}

/** Dashboard would look for one in its packages, see `hasFile`. */
function isFolder(path: string): boolean {
  return path.startsWith('/public/') && path.endsWith('/')
}

async function fileAt(url: string): Promise<Buffer | undefined> {
  const before = known.get(url)
  if (before) return before.file
  const contents = await dashboardExports()
    .Proxy.get({ url })
    .catch(() => undefined)
  await turn()
  const file = contents?.length ? contents : undefined
  // Without a time, nothing would be asked for again.
  const ttl = Math.max(1, 1000 * dashboardGlobals.cacheApplicationServerFiles || 0)
  if (url.length <= LONGEST) known.set(url, { file }, { ttl })
  return file
}
