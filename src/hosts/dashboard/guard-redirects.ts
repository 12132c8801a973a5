/**
 * Replaces the functions with which Dashboard leads a person elsewhere. They write the address decoded into a page, as markup: a
 * guest could put a script there, which Dashboard rewrites at length to make it shorter, and which browsers run.
 *
 * @module
 */
import { link } from '../../web/link.ts'
import { type DashboardRequest, dashboardExports } from './dashboard.ts'

const guarded = new WeakSet<object>()

/** Makes Dashboard write addresses as text. */
export function guardRedirects(): void {
  const { Response } = dashboardExports()
  if (guarded.has(Response)) return
  guarded.add(Response)
  const redirect = Response.redirect
  Response.redirect = (request, response, path) => redirect(request, response, path && asText(path))
  for (const [name, page] of [
    ['redirectToSignIn', '/account/signin'],
    ['redirectToVerify', '/account/verify'],
  ] as const)
    Response[name] = (request, response) => Response.redirect(request, response, wayBack(page, request))
}

/**
 * The address as Dashboard's page should contain it, for Dashboard to decode.
 *
 * @example
 * asText('/shop?q="<b>"') // '/shop?q=%2522%253Cb%253E%2522'
 */
export function asText(address: string): string {
  return address
    .replace(/["'<>`\s]/g, (character) => (character === "'" ? '%27' : encodeURIComponent(character)))
    .replaceAll('%', '%25')
}

/** @param page leads back to the address of the request when the person has signed in or verified who they are */
function wayBack(page: string, { url, urlPath }: Pick<DashboardRequest, 'url' | 'urlPath'>): string {
  const question = (url ?? '').indexOf('?')
  const search = new URLSearchParams(question < 0 ? '' : url?.slice(question))
  search.delete('return-url')
  return link(page, { 'return-url': search.size > 0 ? `${urlPath}?${search}` : urlPath })
}
