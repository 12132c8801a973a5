/**
 * Checks the files the application server provides in place of Dashboard's own. Dashboard asks it for the template, the menus and
 * every public file, and takes any answer, even a page for unknown addresses: it ignores the status.
 *
 * @module
 */
import { extname } from 'node:path'
import { get } from '../../net/exchange.ts'
import { dashboardExports, dashboardGlobals, identification } from './dashboard.ts'

type FileRequest = Parameters<ReturnType<typeof dashboardExports>['Proxy']['get']>[0]

/** Dashboard holds every page until it has an answer, and keeps every file in memory. */
const LIMITS = { milliseconds: 5000, bytes: 16 * 1024 * 1024 }

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
  const getOther = proxy.get
  // Dashboard asks for a file by its whole URL, for anything else by its path.
  proxy.get = (request) => (request.url.startsWith('/') ? getOther(request) : fileOf(request))
}

/** @returns undefined when the application server has no usable file */
async function fileOf(request: FileRequest): Promise<Buffer | undefined> {
  const { applicationServer, packageJSON } = dashboardGlobals
  const options = { headers: identification() }
  for (const handler of packageJSON.dashboard.proxy) await handler(request, options)
  const { status, headers, body } = await get(new URL(request.url), options.headers, LIMITS)
  const path = request.url.slice(applicationServer.length)
  const usable = USABLE[path]
  const fits = usable ? usable(body.toString()) : isOfItsKind(path, String(headers['content-type']))
  return status === 200 && fits ? body : undefined
}

/** Some applications answer every address with the same page or data, which is not a stylesheet or a script. */
function isOfItsKind(path: string, type: string): boolean {
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
