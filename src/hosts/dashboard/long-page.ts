/**
 * Takes what fills a page out of it, so that Dashboard reads only the rest into a tree: it needs four times as long for twice
 * as many elements.
 *
 * @module
 */

/** The most letters and elements that Dashboard reads in less than a tenth of a second. */
const LETTERS = 20_000
const ELEMENTS = 1_000
/** The most elements without an end. They nest, and Dashboard needs four times as long for twice as many. */
const UNENDED = 300

/** The most letters of the links that a page gives for the template's navigation. */
const NAVIGATION = 5_000

export interface CutPage {
  /** A whole page, with a mark in the place of each part. */
  skeleton: string
  /** What is within `<head>`. */
  head: string
  /** What is within `<body>`. */
  body: string
}

/** Whether Dashboard reads the page fast enough. */
export function isShort(html: string): boolean {
  if (html.length > LETTERS) return false
  let [elements, unended] = [0, 0]
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    elements += 1
    unended += html[at + 1] === '/' ? -1 : 1
  }
  return elements <= ELEMENTS && unended <= UNENDED
}

/**
 * @param marks as the attribute `name` of a `<meta>`, and as the id of a `<p>`
 * @returns undefined for a page without a head or a body, and for one whose other parts are too long
 * @example
 * cutPage('<html><head><title>Bowls</title></head><body>...</body></html>', { head: 'mark-1', body: 'mark-2' })
 */
export function cutPage(html: string, marks: { head: string; body: string }): CutPage | undefined {
  // Scripts write pages, too: their tags are not this page's.
  const outline = outlineOf(html)
  const head = tagIn(outline, /<head[\s>]/gi, 0)
  if (!head) return undefined
  const headEnd = indexOf(outline, /<\/head[\s>]/gi, head.end)
  const body = tagIn(outline, /<body[\s>]/gi, headEnd ?? head.end)
  if (!body) return undefined
  const skeleton = [
    html.slice(0, head.start),
    `<head><meta name="${marks.head}"></head>`,
    html.slice(body.start, body.end),
    `<p id="${marks.body}"></p>`,
    navigationOf(html, outline),
    '</body></html>',
  ].join('')
  if (!isShort(skeleton)) return undefined
  return {
    skeleton,
    head: html.slice(head.end, headEnd ?? body.start),
    body: contentFrom(html, outline, body.end),
  }
}

/** What is within the body. Some pages go on behind its end. */
function contentFrom(html: string, outline: string, start: number): string {
  const pieces: string[] = []
  let at = start
  for (const { 0: tag, index } of outline.slice(start).matchAll(/<\/(?:body|html)>/gi)) {
    pieces.push(html.slice(at, start + index))
    at = start + index + tag.length
  }
  return [...pieces, html.slice(at)].join('')
}

/** The template from which Dashboard makes its navigation. */
function navigationOf(html: string, outline: string): string {
  const tag = navigationTagIn(outline)
  const end = tag && indexOf(outline, /<\/template>/gi, tag.end)
  if (!tag || end === undefined || end - tag.end > NAVIGATION) return ''
  const navigation = html.slice(tag.start, end)
  return isShort(navigation) ? `${navigation}</template>` : ''
}

function navigationTagIn(outline: string): { start: number; end: number } | undefined {
  const isNavigation = ({ start, end }: { start: number; end: number }) =>
    /\sid="navbar"/.test(outline.slice(start, end))
  let tag = tagIn(outline, /<template\s/gi, 0)
  while (tag && !isNavigation(tag)) tag = tagIn(outline, /<template\s/gi, tag.end)
  return tag
}

/** What is within scripts and comments. */
function opaqueParts(html: string): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = []
  let at: number | undefined = 0
  let hasComments = true
  while (at !== undefined) {
    const begin = indexOf(html, hasComments ? /<!--|<script[\s/>]/gi : /<script[\s/>]/gi, at)
    if (begin === undefined) break
    const isScript = html[begin + 1] !== '!'
    const start = isScript ? html.indexOf('>', begin) + 1 : begin + 4
    if (start === 0) break
    const end = indexOf(html, isScript ? /<\/script/gi : /-->/g, start)
    // A comment without an end is text.
    if (!isScript && end === undefined) hasComments = false
    else parts.push({ start, end: end ?? html.length })
    at = isScript ? end : (end ?? start)
  }
  return parts
}

/** The page with blanks in the place of scripts and comments. */
function outlineOf(html: string): string {
  const pieces: string[] = []
  let at = 0
  for (const { start, end } of opaqueParts(html)) {
    pieces.push(html.slice(at, start), ' '.repeat(end - start))
    at = end
  }
  return [...pieces, html.slice(at)].join('')
}

function tagIn(html: string, tag: RegExp, from: number): { start: number; end: number } | undefined {
  const start = indexOf(html, tag, from)
  const end = start === undefined ? undefined : endOfTag(html, start)
  return start === undefined || end === undefined ? undefined : { start, end }
}

/** Values may hold a `>`, as `class="[&>p]:mt-4"` does. */
function endOfTag(html: string, start: number): number | undefined {
  let at = indexOf(html, /["'>]/g, start)
  while (at !== undefined && html[at] !== '>') {
    const close = html.indexOf(html[at] ?? '', at + 1)
    at = close < 0 ? undefined : indexOf(html, /["'>]/g, close + 1)
  }
  return at === undefined ? undefined : at + 1
}

/** @param what has the flag `g` */
function indexOf(html: string, what: RegExp, from: number): number | undefined {
  what.lastIndex = from
  return what.exec(html)?.index
}
