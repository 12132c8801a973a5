/**
 * The parser with which Dashboard reads its own pages and the app's. Dashboard's own takes hours for some tags of 150 letters,
 * because its expressions read them in several ways and try every combination. Guarding it means to read each page exactly as it
 * does, so it is replaced.
 *
 * @module
 */
import { Parser } from 'htmlparser2'
import { withoutEnds } from './guard-scripts.ts'

interface Attribute {
  name: string
  value: string
}

/** What Dashboard does with the pieces of a page, in the order in which they come. */
export interface PageHandler {
  /** @param unary whether no end comes for it */
  start(tag: string, attributes: Attribute[], unary: boolean): void
  end(tag: string): void
  chars(text: string): void
  /** Fails for one that is not within an element. */
  comment(text: string): void
}

/** Elements that have no end. */
const VOID = new Set(
  'area base basefont br col command embed frame hr image img input isindex keygen link meta param source track wbr'.split(
    ' ',
  ),
)

/** Attributes whose presence is enough. Dashboard takes one with no text for absent. */
const PRESENT = new Set(
  'checked compact declare defer disabled ismap multiple nohref noresize noshade nowrap readonly selected'.split(
    ' ',
  ),
)

/** How deep elements may nest. Dashboard calls itself for each level, and the parser is slower with each. */
const DEEPEST = 1_000

/** Gives Dashboard the parser below. Its own puts itself there, too, whenever a copy of it is loaded. */
export function guardParser(): void {
  Object.defineProperty(globalThis, 'HTMLParser', {
    configurable: true,
    get: () => parsePage,
    set: () => undefined,
  })
}

/**
 * Reads a page, in time that is in proportion to its length. What is unclear in it is read as browsers read it.
 *
 * @throws Error for elements too deep within each other
 */
export function parsePage(html: string, handler: PageHandler): void {
  let depth = 0
  let isRewritten = false
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        const unary = VOID.has(tag)
        if (!unary) depth += 1
        if (depth > DEEPEST) throw new Error('a page has too many elements within each other')
        // Dashboard hands on the scripts within the outermost element, unless they have an address.
        isRewritten = tag === 'script' && depth > 1 && !attributes.src
        handler.start(tag, Object.entries(attributes).map(toAttribute), unary)
      },
      onclosetag(tag) {
        if (VOID.has(tag)) return
        depth -= 1
        isRewritten = false
        handler.end(tag)
      },
      ontext: (text) => handler.chars(isRewritten ? withoutEnds(text) : text),
      oncomment(text) {
        if (depth > 0) handler.comment(text)
      },
    },
    { decodeEntities: false, lowerCaseAttributeNames: false, recognizeSelfClosing: true },
  )
  parser.end(html)
}

/** The attributes of a page's first `<html>`, as they stand there. */
export function pageAttributes(html: string): Readonly<Record<string, string>> {
  let found: Record<string, string> = {}
  const parser = new Parser(
    {
      onopentag(_tag, attributes) {
        found = attributes
        parser.pause()
      },
    },
    { decodeEntities: false },
  )
  const start = html.search(/<html[\s/>]/i)
  if (start >= 0) parser.write(html.slice(start))
  return found
}

function toAttribute([name, value]: [string, string]): Attribute {
  return { name, value: value === '' && PRESENT.has(name) ? name : value }
}
