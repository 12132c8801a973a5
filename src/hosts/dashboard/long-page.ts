/**
 * Takes what fills a page out of it, so that Dashboard reads only the rest into a tree: it needs four times as long for twice
 * as many elements.
 *
 * @module
 */

/** The most letters and elements that Dashboard reads in less than a tenth of a second. */
const LETTERS = 20_000
const ELEMENTS = 1_000

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
  let elements = 0
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) elements += 1
  return elements <= ELEMENTS
}

/**
 * @param marks as the attribute `name` of a `<meta>`, and as the id of a `<p>`
 * @returns undefined for a page without a head or a body, and for one whose other parts are too long
 * @example
 * cutPage('<html><head><title>Bowls</title></head><body>...</body></html>', { head: 'mark-1', body: 'mark-2' })
 */
export function cutPage(html: string, marks: { head: string; body: string }): CutPage | undefined {
  const head = tagIn(html, /<head[\s>]/gi, 0)
  if (!head) return undefined
  const headEnd = indexOf(html, /<\/head[\s>]/gi, head.end)
  const body = tagIn(html, /<body[\s>]/gi, headEnd ?? head.end)
  if (!body) return undefined
  const skeleton = [
    html.slice(0, head.start),
    `<head><meta name="${marks.head}"></head>`,
    html.slice(body.start, body.end),
    `<p id="${marks.body}"></p>`,
    navigationOf(html),
    '</body></html>',
  ].join('')
  if (!isShort(skeleton)) return undefined
  return {
    skeleton,
    head: html.slice(head.end, headEnd ?? body.start),
    // Some pages go on behind the end of their body.
    body: html.slice(body.end).replace(/<\/(?:body|html)>/gi, ''),
  }
}

/** The template from which Dashboard makes its navigation. */
function navigationOf(html: string): string {
  const tag = tagIn(html, /<template [^<>]*\bid="navbar"/gi, 0)
  const end = tag && indexOf(html, /<\/template>/gi, tag.end)
  if (!tag || end === undefined || end - tag.end > NAVIGATION) return ''
  return `${html.slice(tag.start, end)}</template>`
}

function tagIn(html: string, tag: RegExp, from: number): { start: number; end: number } | undefined {
  const start = indexOf(html, tag, from)
  const end = start === undefined ? -1 : html.indexOf('>', start)
  return start === undefined || end < 0 ? undefined : { start, end: end + 1 }
}

/** @param what has the flag `g` */
function indexOf(html: string, what: RegExp, from: number): number | undefined {
  what.lastIndex = from
  return what.exec(html)?.index
}
