/**
 * Checks the files the application server provides in place of Dashboard's own. Dashboard asks it for the template, the menus and
 * every public file, and takes any answer, even a page for unknown addresses: it ignores the status.
 *
 * @module
 */
import { statSync } from 'node:fs'
import path from 'node:path'
import { own } from '../../core/own.ts'
import { get } from '../../net/exchange.ts'
import { applicationRequire, dashboardExports, dashboardGlobals, identification } from './dashboard.ts'
import { namesFile } from './file-names.ts'
import { FileQuestions } from './file-questions.ts'

type FileRequest = Parameters<ReturnType<typeof dashboardExports>['Proxy']['get']>[0]

/** Dashboard keeps every file in memory. */
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
  // A visitor chooses the address.
  '/redirect.html': (html) => html.includes('{url}') && !namesFile(html.replaceAll('{url}', '/..')),
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
  const questions = new FileQuestions(fetchFile)
  // Dashboard asks for a file by its whole URL, for anything else by its path.
  proxy.get = (request) => (request.url.startsWith('/') ? getOther(request) : fileOf(request, questions))
}

/** @returns undefined when the application server has no usable file */
async function fileOf({ url }: FileRequest, questions: FileQuestions): Promise<Buffer | undefined> {
  const { applicationServer } = dashboardGlobals
  // Dashboard asks for these one by one while a person waits.
  const together = Object.keys(USABLE).map((name) => applicationServer + name)
  if (together.includes(url)) return questions.ask(url, together, { hasOther: true, isSilent: false })
  const isSilent = questions.isSilent(together)
  return questions.ask(url, [url], { hasOther: hasFile(pathOf(url)), isSilent })
}

/** @returns undefined when the application server has no usable file; 'broken' when it cannot say so */
async function fetchFile(url: string): Promise<Buffer | 'broken' | undefined> {
  const options = { headers: identification() }
  for (const handler of dashboardGlobals.packageJSON.dashboard.proxy) await handler({ url }, options)
  const { status, headers, body } = await get(new URL(url), options.headers, LIMITS)
  if (status >= 500) return 'broken'
  const usable = own(USABLE, pathOf(url))
  const fits = usable
    ? isUsable(body.toString(), usable)
    : isOfItsKind(pathOf(url), String(headers['content-type']))
  return status === 200 && fits ? body : undefined
}

function isUsable(html: string, isWhole: (html: string) => boolean): boolean {
  return isWhole(html) && !namesFile(html)
}

function pathOf(url: string): string {
  return url.slice(dashboardGlobals.applicationServer.length)
}

/** Whether Dashboard or one of its modules has a file for this path. */
function hasFile(name: string): boolean {
  // A folder is no file, and Node never forgets the name of one that it looked for in a package.
  if (name.endsWith('/')) return false
  const { applicationPath, packageJSON } = dashboardGlobals
  const packages = ['@layeredapps/dashboard', ...packageJSON.dashboard.moduleNames]
  const { resolve } = applicationRequire()
  return (
    isFile(path.join(applicationPath, 'src', 'www', name)) ||
    packages.some((each) => {
      try {
        return isFile(resolve(`${each}/src/www${name}`))
      } catch {
        return false
      }
    })
  )
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}

/** Some applications answer every address with the same page or data, which is not a stylesheet or a script. */
function isOfItsKind(name: string, type: string): boolean {
  return KINDS[path.extname(name).toLowerCase()]?.test(type) ?? true
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
