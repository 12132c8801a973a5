/**
 * Puts a page into Dashboard's template, with its menus. Dashboard would parse the whole page and write it again, which changes
 * the text in a textarea and more. So it gets a bare document, and the page goes into the result, which also holds the token for
 * the page's forms.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { runningServices } from '../../application/running.ts'
import { escapeHtml, type PageParts } from '../../web/view-engine.ts'
import {
  type DashboardRequest,
  type DashboardResponse,
  dashboardExports,
  dashboardGlobals,
  faultIn,
} from './dashboard.ts'
import { cutPage, isShort } from './long-page.ts'

interface Link {
  path: string
  label: string
  /** The address of an image, for a link that shows only the image on a narrow screen. */
  icon?: string
}

/** Dashboard's template with its menus, for one request. */
export interface Template {
  /** For the page's forms. */
  csrfToken: string
  /** @returns a document to send */
  around(page: PageParts): string
}

/**
 * @returns undefined when Dashboard cannot draw its template: the application's own may lack an element that Dashboard needs
 */
export async function templateFor(
  surroundings: { navigation: readonly Link[]; language: string },
  request: DashboardRequest,
  response: DashboardResponse,
): Promise<Template | undefined> {
  const { HTML, Response } = dashboardExports()
  const marks = makeMarks()
  const bare = HTML.parse(bareDocument(marks, surroundings.navigation, surroundings.language))
  let document: string
  try {
    document = await Response.wrapSrcDocWithTemplate(request, response, bare)
    if (!document.includes(marks.head) || !document.includes(marks.body))
      throw new Error('a content handler took the page out of the document')
  } catch (err) {
    runningServices()?.log.error(
      { err: faultIn(err) },
      'Dashboard cannot draw its template: a page is shown without it',
    )
    return undefined
  }
  return {
    csrfToken: tokenIn(document),
    around: ({ title, head, body }) =>
      [
        { mark: marks.body, end: '</main>', instead: `<main>\n${body}</main>` },
        { mark: marks.head, end: '>', instead: `<title>${title}</title>\n${head}` },
      ].reduce(putInPlace, document),
  }
}

/**
 * Puts a page of the application into the template. What fills a page that Dashboard reads slowly is put in afterwards: content
 * handlers do not see it.
 *
 * @throws Dashboard's errors for a page that it cannot read, TypeError for such a page without a head or a body
 */
export async function intoTemplate(
  html: string,
  request: DashboardRequest,
  response: DashboardResponse,
): Promise<string> {
  const { HTML, Response } = dashboardExports()
  const wrap = (page: string) => Response.wrapSrcDocWithTemplate(request, response, HTML.parse(page))
  if (isShort(html)) return wrap(html)
  const marks = makeMarks()
  const page = cutPage(html, marks)
  if (!page) throw new TypeError('a page that Dashboard reads slowly needs a head and a body')
  return [
    { mark: marks.body, end: '</p>', instead: page.body },
    { mark: marks.head, end: '>', instead: page.head },
  ].reduce(putInPlace, await wrap(page.skeleton))
}

function makeMarks(): { head: string; body: string } {
  return { head: `connect-${randomUUID()}`, body: `connect-${randomUUID()}` }
}

/** Puts something in the place of the element whose first tag holds the mark. */
function putInPlace(
  document: string,
  { mark, end, instead }: { mark: string; end: string; instead: string },
): string {
  const at = document.indexOf(mark)
  const after = document.indexOf(end, at) + end.length
  return document.slice(0, document.lastIndexOf('<', at)) + instead + document.slice(after)
}

/** The token for a page's forms when there is no template. */
export async function csrfTokenFor(request: DashboardRequest, response: DashboardResponse): Promise<string> {
  const { HTML } = dashboardExports()
  const document = HTML.parse(`<html>${TOKEN_INPUT}</html>`)
  for (const { page } of dashboardGlobals.packageJSON.dashboard.content)
    await page?.(request, response, document)
  return tokenIn(document.toString())
}

const TOKEN_NAME = 'name="csrf-token"'
const TOKEN_INPUT = `<input ${TOKEN_NAME}>`

function tokenIn(document: string): string {
  const [, input = ''] = document.split(TOKEN_NAME, 2)
  return /\bvalue="([^"]*)"/.exec(input.slice(0, input.indexOf('>')))?.[1] ?? ''
}

function bareDocument(
  marks: { head: string; body: string },
  navigation: readonly Link[],
  language: string,
): string {
  return [
    `<html lang="${language}"><head>`,
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="same-origin">',
    '<link rel="icon" href="/public/favicon.ico">',
    `<meta name="${marks.head}">`,
    `</head><body class="connect-background"><main id="${marks.body}">${TOKEN_INPUT}</main>`,
    `<template id="navbar">${navigation.map(link).join('')}</template></body></html>`,
  ].join('')
}

function link({ path, label, icon }: Link): string {
  // On narrow screens the template hides a link's span and keeps the image.
  const content = icon
    ? `<img src="${icon}" alt="${escapeHtml(label)}"><span>${escapeHtml(label)}</span>`
    : escapeHtml(label)
  return `<a class="navigation-link" href="${path}">${content}</a>`
}
