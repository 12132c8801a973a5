/**
 * Checks the files the application server provides in place of Dashboard's own. Dashboard asks it for the template, the menus and
 * every public file, and takes any answer, even a page for unknown addresses: it ignores the status.
 *
 * @module
 */
import { extname } from 'node:path'
import { readAtMost } from '../../core/read-at-most.ts'
import { dashboardExports, dashboardGlobals, identification } from './dashboard.ts'

type FileRequest = Parameters<ReturnType<typeof dashboardExports>['Proxy']['get']>[0]

/** Milliseconds. Dashboard holds every page until it has an answer. */
const TIME_LIMIT = 5000

/** Bytes; Dashboard keeps every file in memory. */
const SIZE_LIMIT = 16 * 1024 * 1024

/** The ids Dashboard's template must have: Dashboard fails without them. */
const TEMPLATE_PARTS = [
  'template-header',
  'heading',
  'heading-link',
  'navigation',
  'spillage',
  'account-menu-container',
  'account-menu',
  'administrator-menu-container',
  'administrator-menu',
]

const USABLE: Readonly<Record<string, (html: string) => boolean>> = {
  '/template.html': (html) => TEMPLATE_PARTS.every((id) => hasElement(html, id)),
  '/error.html': (html) => hasElement(html, 'error-title'),
  '/redirect.html': (html) => html.includes('{url}'),
  '/menu-account.html': isMenu,
  '/menu-administrator.html': isMenu,
}

/** The content types for these extensions; Dashboard knows no others. */
const KINDS: Readonly<Record<string, RegExp>> = {
  '.js': /^(?:text|application)\/(?:x-)?javascript\b/,
  '.css': /^text\/css\b/,
  '.html': /^text\/html\b/,
  '.txt': /^text\/plain\b/,
  ...ofEach(['.jpg', '.jpeg', '.png', '.ico', '.svg'], /^image\//),
  ...ofEach(['.eot', '.ttf', '.woff', '.woff2'], /^(?:font|application)\/(?!json)/),
}

const guarded = new WeakSet<object>()

/** Makes Dashboard use its own files unless the application server has usable ones. */
export function guardFiles(): void {
  const { Proxy: proxy } = dashboardExports()
  if (guarded.has(proxy)) return
  guarded.add(proxy)
  const get = proxy.get
  // Dashboard asks for a file by its whole URL, for anything else by its path.
  proxy.get = (request) => (request.url.startsWith('/') ? get(request) : fileOf(request))
}

/** @returns undefined when the application server has no usable file */
async function fileOf(request: FileRequest): Promise<Buffer | undefined> {
  const { applicationServer, packageJSON } = dashboardGlobals
  const options = { headers: identification() }
  for (const handler of packageJSON.dashboard.proxy) await handler(request, options)
  const response = await fetch(request.url, {
    headers: options.headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIME_LIMIT),
  })
  const bytes = await readAtMost(SIZE_LIMIT, response)
  const path = request.url.slice(applicationServer.length)
  const usable = USABLE[path]
  const fits = usable ? usable(bytes.toString()) : isOfItsKind(path, response)
  return response.status === 200 && fits ? bytes : undefined
}

/** Some applications answer every address with the same page or data, which is not a stylesheet or a script. */
function isOfItsKind(path: string, response: Response): boolean {
  const type = response.headers.get('content-type') ?? ''
  return KINDS[extname(path).toLowerCase()]?.test(type) ?? true
}

function ofEach(endings: readonly string[], type: RegExp): Record<string, RegExp> {
  return Object.fromEntries(endings.map((ending) => [ending, type]))
}

function hasElement(html: string, id: string): boolean {
  return new RegExp(`\\sid\\s*=\\s*["']?${id}["'\\s>]`).test(html)
}

function isMenu(html: string): boolean {
  return /<a\s/i.test(html) && !/<(?:html|body)\b/i.test(html)
}
