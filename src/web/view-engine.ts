/**
 * Turns a view's name and its data into a page: Handlebars templates, each compiled once, inside a layout.
 * What every page needs besides its own data (language, menus, the form token) is its `Frame`.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import Handlebars from 'handlebars'
import { LRUCache } from 'lru-cache'
import type { Caller } from '../context/context.ts'
import type { MessageKey } from '../messages/sentences.ts'
import type { MessageValues, Translator } from '../messages/translator.ts'
import { assetVersion } from './assets.ts'
import { link } from './link.ts'

interface MenuItem {
  /** On this host, without `base`. */
  path: string
  label: string
}

/** What the host puts around a page. Templates reach it as `@frame`. */
export interface Frame {
  messages: Translator
  /** Goes into every form as `csrf-token`. */
  csrfToken: string
  caller: Caller | undefined
  /** The dashboard's name, shown in the header and after each page's own title. */
  title: string
  /** A picture in place of the title in the header, and a stylesheet after ours: paths on this host. */
  logo?: string | undefined
  stylesheet?: string | undefined
  /** True with the offline Stripe: every page says so. */
  offline: boolean
  /** The page's own path, without `base`. */
  path: string
  /** The path the host is mounted at, e.g. `/connect`; empty when it is the whole site. */
  base: string
  menus: {
    /** What a signed-in person can open; for a guest, the ways to sign in. */
    account: readonly MenuItem[]
    /** Shown to administrators only. */
    administrator: readonly MenuItem[]
  }
}

/** A page for a host that puts its own document around it. Each part is markup, escaped and ready to use. */
export interface PageParts {
  /** The page's own title, for `<title>`. */
  title: string
  /** For `<html lang>`. */
  language: string
  /** Stylesheets and scripts; they touch nothing outside the body's one element. */
  head: string
  body: string
}

export const escapeHtml = (text: string): string => Handlebars.escapeExpression(text)

type Options = Handlebars.HelperOptions
type Helper = (this: unknown, ...parameters: never[]) => unknown

/** The addresses of the site for which a part is kept: an app may mount the module at an address that visitors make up. */
const MOST_SITES = 4
const drawnOnce = new WeakMap<object, LRUCache<string, Handlebars.SafeString>>()

const frameOf = (options: Options): Frame => (options.data as { frame: Frame }).frame
const messagesOf = (options: Options): Translator => frameOf(options).messages

const helpers = {
  /** A sentence of the catalogue: `{{t 'status.title' name=name}}`. */
  t: (key: MessageKey, options: Options) => messagesOf(options).text(key, options.hash as MessageValues),
  /** The name of a Stripe value: `{{word 'payout-status' status}}`; Stripe's own name when we have none. */
  word: (prefix: string, value: unknown, options: Options) =>
    value === undefined || value === null
      ? ''
      : (messagesOf(options).maybe(`${prefix}.${value}`) ?? String(value)),
  date: (at: Date | undefined, options: Options) => at && messagesOf(options).date(at),
  dateTime: (at: Date | undefined, options: Options) => at && messagesOf(options).dateTime(at),
  /** `{{money amount currency}}`, the amount in the currency's minor unit. */
  money: (amount: number, currency: string, options: Options) => messagesOf(options).money(amount, currency),
  number: (value: number, options: Options) => messagesOf(options).number(value),
  country: (code: string | null | undefined, options: Options) => code && messagesOf(options).country(code),
  currency: (code: string | null | undefined, options: Options) => code && messagesOf(options).currency(code),
  /** An address on this host: `{{path '/account/connect/stripe-account' stripeid=id}}`; undefined values are left out. */
  path: (target: string, options: Options) =>
    frameOf(options).base + link(target, options.hash as Record<string, unknown>),
  /**
   * Draws the only part of the pages that shows a value, once for each language and address of the site:
   * `{{#once objects}} ... {{/once}}`. The value is the same object each time.
   */
  once(this: unknown, value: object, options: Options) {
    const { messages, base } = frameOf(options)
    const drawn = drawnOnce.get(value) ?? new LRUCache<string, Handlebars.SafeString>({ max: MOST_SITES })
    drawnOnce.set(value, drawn)
    const site = `${messages.language} ${base}`
    const part = drawn.get(site) ?? new Handlebars.SafeString(options.fn(this))
    drawn.set(site, part)
    return part
  },
  /** The hidden input that every form carries. */
  csrf: (options: Options) =>
    new Handlebars.SafeString(
      `<input type="hidden" name="csrf-token" value="${Handlebars.escapeExpression(frameOf(options).csrfToken)}">`,
    ),
  /** The address of a file in public/: `{{asset 'connect.css'}}`. */
  asset: (name: string, options: Options) =>
    `${frameOf(options).base}/public/connect/${name}?v=${assetVersion(name)}`,
  eq: (left: unknown, right: unknown) => left === right,
  not: (value: unknown) => !value,
  and: (...values: unknown[]) => values.slice(0, -1).every(Boolean),
  or: (...values: unknown[]) => values.slice(0, -1).some(Boolean),
  /** Joins values into one text, lists with commas: `{{join name '_front'}}`. */
  join: (...values: unknown[]) => values.slice(0, -1).map(String).join(''),
  /** A list in words: `{{list names}}` gives 'Name, Phone and E-mail'. */
  list: (items: readonly string[], options: Options) => messagesOf(options).list(items),
  /** Names of file types for a person: `{{fileTypes field.accept}}` gives 'JPEG, PNG or PDF'. */
  fileTypes: (types: readonly string[], options: Options) =>
    new Intl.ListFormat(messagesOf(options).language, { type: 'disjunction' }).format(
      types.map((type) => type.slice(type.indexOf('/') + 1).toUpperCase()),
    ),
  megabytes: (bytes: number, options: Options) =>
    new Intl.NumberFormat(messagesOf(options).language, {
      style: 'unit',
      unit: 'megabyte',
      maximumFractionDigits: 0,
    }).format(Math.floor(bytes / 1_000_000)),
} satisfies Record<string, Helper>

const COMPILE_OPTIONS = {
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
  knownHelpersOnly: true,
  // Indenting a partial would add spaces to the text in a textarea.
  preventIndent: true,
}

/**
 * @example
 * const views = new ViewEngine(viewsDirectory)
 * views.render('registration/start', { title: 'Get paid', accounts: [] }, frame)
 */
export class ViewEngine {
  readonly #directory: string
  readonly #handlebars = Handlebars.create()
  readonly #templates = new Map<string, Handlebars.TemplateDelegate>()

  /** @param directory holds layouts/, the common partials/, and a folder for each feature, which may have its own partials/ */
  constructor(directory: string | URL) {
    this.#directory = directory instanceof URL ? fileURLToPath(directory) : directory
    this.#handlebars.registerHelper(helpers as unknown as Handlebars.HelperDeclareSpec)
    for (const [name, template] of partialsIn(this.#directory))
      this.#handlebars.registerPartial(name, this.#template(template))
  }

  /**
   * A whole document, in the layout of the standalone host.
   *
   * @param view its path below the views folder without the extension, e.g. `registration/start`
   * @param data `title` is the page's; the rest is the view's own. Everything is escaped.
   * @throws Error for a view, a partial or a helper that does not exist
   */
  render(view: string, data: Record<string, unknown>, frame: Frame): string {
    return this.#fill('layouts/main', { ...data, body: this.#body(view, data, frame) }, frame)
  }

  /**
   * As `render`, without the document around it.
   *
   * @example
   * const { title, head, body } = views.renderParts('registration/start', { title: 'Get paid', accounts: [] }, frame)
   */
  renderParts(view: string, data: Record<string, unknown>, frame: Frame): PageParts {
    return {
      title: this.#fill('partials/page-title', data, frame),
      language: frame.messages.language,
      head: this.#fill('partials/head', data, frame),
      body: this.#fill('layouts/embedded', { body: this.#body(view, data, frame) }, frame),
    }
  }

  #body(view: string, data: Record<string, unknown>, frame: Frame): Handlebars.SafeString {
    return new Handlebars.SafeString(this.#fill(view, data, frame))
  }

  #fill(template: string, data: Record<string, unknown>, frame: Frame): string {
    return this.#template(template)(data, { data: { frame } })
  }

  #template(name: string): Handlebars.TemplateDelegate {
    const known = this.#templates.get(name)
    if (known) return known
    const file = path.join(this.#directory, `${name}.hbs`)
    if (!existsSync(file)) throw new Error(`no view "${name}"`)
    const template = this.#handlebars.compile(readFileSync(file, 'utf8'), COMPILE_OPTIONS)
    this.#templates.set(name, template)
    return template
  }
}

/**
 * @returns the template of each partial by its name, e.g. `payouts-table` and `oversight/partials/payouts-table`
 * @throws Error for a name that two partials have
 */
export function partialsIn(directory: string): ReadonlyMap<string, string> {
  const partials = new Map<string, string>()
  for (const file of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
    const { dir, name, ext } = path.parse(file)
    if (path.basename(dir) !== 'partials' || ext !== '.hbs') continue
    if (partials.has(name)) throw new Error(`two partials are called "${name}"`)
    partials.set(name, [...dir.split(path.sep), name].join('/'))
  }
  return partials
}
