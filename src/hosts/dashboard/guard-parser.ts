/**
 * Guards the parser with which Dashboard reads its own pages and the app's. Its expressions can read each `a=""` and each backslash
 * in two ways, and try every combination before they refuse a tag: 150 letters take hours.
 *
 * @module
 */

type Parse = (html: string, handler: object) => unknown

/** The parser puts itself there. */
const place = globalThis as { HTMLParser?: Parse }
const guarded = new WeakSet<Parse>()

/** Makes Dashboard read a page in time that is in proportion to its length. */
export function guardParser(): void {
  const { HTMLParser: parse } = place
  if (!parse || guarded.has(parse)) return
  const guard: Parse = (html, handler) => parse(readable(html), handler)
  guarded.add(guard)
  place.HTMLParser = guard
}

const TAG_NAME = /<[-\w]+/y
const ATTRIBUTE_NAME = /\s+[a-z_:][-\w:.]*/iy
const EQUALS = /\s*=\s*/y
const TAG_END = /\s*\/?>/y
const UNQUOTED = /[^>\s]+/y
/** What may follow a value in quotes. */
const AFTER_VALUE = /[\s/>]/

/**
 * The page as the parser can read it fast: backslashes within tags are written as entities, which browsers take for the same.
 *
 * @throws Error for a page with a tag that the parser would refuse, after however long
 * @example
 * readable('<input pattern="\\d+">') // '<input pattern="&#92;d+">'
 */
export function readable(html: string): string {
  const pieces: string[] = []
  const closing = { '"': new Quotes(html, '"'), "'": new Quotes(html, "'") }
  let copied = 0
  let at = html.indexOf('<')
  while (at >= 0) {
    if (html.startsWith('<!--', at)) at = after(html, '-->', at)
    else if (html[at + 1] === '/') at += 2
    else {
      const end = endOfTag(html, at, closing)
      if (end === undefined) throw new Error('a page has a tag that Dashboard cannot read')
      const tag = html.slice(at, end)
      if (tag.includes('\\')) {
        pieces.push(html.slice(copied, at), tag.replaceAll('\\', '&#92;'))
        copied = end
      }
      // The parser reads what is within these up to their end, unless it takes them for empty or does not know them in capitals.
      const [, name] = (!tag.endsWith('/>') && /^<(script|style)[\s>]/.exec(tag)) || []
      at = name ? after(html, `</${name}`, end) : end
    }
    at = html.indexOf('<', at)
  }
  return copied === 0 ? html : [...pieces, html.slice(copied)].join('')
}

/** The places of a kind of quote, each looked up once: a page may have many quotes without an end. */
class Quotes {
  readonly #html: string
  readonly #quote: string
  #next = -1

  constructor(html: string, quote: string) {
    this.#html = html
    this.#quote = quote
  }

  /** @returns the place of the next one, or -1 */
  from(at: number): number {
    if (this.#next < at && this.#next !== Number.POSITIVE_INFINITY) {
      const found = this.#html.indexOf(this.#quote, at)
      this.#next = found < 0 ? Number.POSITIVE_INFINITY : found
    }
    return Number.isFinite(this.#next) ? this.#next : -1
  }
}

type Closing = Readonly<Record<'"' | "'", Quotes>>

/** @returns undefined for a tag that has no end, or something besides attributes in it */
function endOfTag(html: string, start: number, closing: Closing): number | undefined {
  let at = skip(html, TAG_NAME, start)
  if (at === undefined) return undefined
  for (;;) {
    const end = skip(html, TAG_END, at)
    if (end !== undefined) return end
    const name = skip(html, ATTRIBUTE_NAME, at)
    if (name === undefined) return undefined
    const value = skip(html, EQUALS, name)
    const next = value === undefined ? name : endOfValue(html, value, closing)
    if (next === undefined) return undefined
    at = next
  }
}

function endOfValue(html: string, start: number, closing: Closing): number | undefined {
  const quote = html[start]
  if (quote === '"' || quote === "'") {
    const end = closing[quote].from(start + 1)
    if (end >= 0 && AFTER_VALUE.test(html[end + 1] ?? '')) return end + 1
  }
  // `href="/"class="a"`, too.
  return skip(html, UNQUOTED, start)
}

/** @returns the place behind what matches there */
function skip(html: string, what: RegExp, at: number): number | undefined {
  what.lastIndex = at
  return what.test(html) ? what.lastIndex : undefined
}

/** @returns the place behind a text, or the end of the page when it is not there */
function after(html: string, text: string, from: number): number {
  const found = html.indexOf(text, from)
  return found < 0 ? html.length : found + text.length
}
