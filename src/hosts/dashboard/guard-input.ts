/**
 * Refuses what Dashboard's own pages and API would put into their markup as it came. Dashboard looks for `<` only: a quote ends the
 * attribute that an id, an address or an e-mail address stands in, and what follows becomes a script in an administrator's browser.
 *
 * @module
 */
import { isWithin, MODULE_PATHS } from '../../core/addresses.ts'
import { safeReturnUrl } from '../../core/return-url.ts'
import { type DashboardRequest, type DashboardResponse, dashboardGlobals, type Verb } from './dashboard.ts'
import { refuse } from './guard-bodies.ts'

/** The fields of a profile that Dashboard writes into attributes. */
const IN_ATTRIBUTES = ['contact-email', 'display-email', 'website']

/** Links that run what is in them. */
const SCRIPT = /^(?:javascript|data|vbscript):/i

/** @returns whether it has answered */
export async function refusesInput(request: DashboardRequest, response: DashboardResponse): Promise<boolean> {
  const { route, urlPath, query = {}, body = {} } = request
  if (!route || isWithin(urlPath, MODULE_PATHS)) return false
  // Dashboard leads there after a sign-in, wherever that is.
  if ('return-url' in query)
    query['return-url'] =
      safeReturnUrl(String(query['return-url']).replaceAll(' ', '%20')) ??
      dashboardGlobals.homePath ??
      '/home'
  // Dashboard fails for a message that the page does not have.
  if ('message' in query && !route.html?.includes(`id="${query.message}"`)) delete query.message
  if (Object.entries(query).some(([name, value]) => isOddParameter(name, value))) {
    response.ended = true
    await refuse(request, response, 400, 'invalid-url-parameter')
    return true
  }
  if (!IN_ATTRIBUTES.some((field) => breaksOut(field, body[field]))) return false
  response.ended = true
  if (urlPath.startsWith('/api/')) await refuse(request, response, 400, 'invalid-xss-input')
  else {
    const page = route.api as Readonly<Record<string, Verb>>
    await page.before?.(request, response)
    // The form again, with the message that it has for `<`.
    await page.get?.(request, response, 'invalid-xss-input')
  }
  return true
}

function isOddParameter(name: string, value: unknown): boolean {
  const text = String(value)
  if (name === 'offset') return !/^\d{1,9}$/.test(text)
  return /["<]/.test(text)
}

function breaksOut(field: string, value: unknown): boolean {
  const text = String(value ?? '')
  if (/["<]/.test(text)) return true
  // Browsers drop spaces and control characters from a link's scheme.
  return field === 'website' && SCRIPT.test(text.replaceAll(/[\s\p{Cc}]/gu, ''))
}
