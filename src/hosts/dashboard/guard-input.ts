/**
 * Refuses what Dashboard's own pages and API would put into their markup as it came. Dashboard looks for `<` only: a quote ends the
 * attribute that an id, an address or an e-mail address stands in, and what follows becomes a script in an administrator's browser.
 *
 * @module
 */
import { isWithin, MODULE_PATHS } from '../../core/addresses.ts'
import { emailAddress } from '../../core/email-address.ts'
import { parsedUrl } from '../../core/parsed-url.ts'
import { asciiAddress, safeReturnUrl } from '../../core/return-url.ts'
import {
  type DashboardRequest,
  type DashboardResponse,
  dashboardGlobals,
  type SitemapEntry,
  type Verb,
} from './dashboard.ts'
import { refuse } from './guard-bodies.ts'

/**
 * The fields of a profile that Dashboard writes into links, and what they may hold. Only what is surely an address is taken:
 * browsers find `javascript:` however it is written, as `&#106;ava&Tab;script&colon;`, too.
 */
const IN_LINKS: readonly (readonly [field: string, isGood: (text: string) => boolean])[] = [
  ['contact-email', isEmail],
  ['display-email', isEmail],
  ['website', isWebsite],
]

/** @returns whether it has answered */
export async function refusesInput(request: DashboardRequest, response: DashboardResponse): Promise<boolean> {
  const { route, urlPath, query = {}, body = {} } = request
  if (!route || isWithin(urlPath, MODULE_PATHS)) return false
  // Dashboard leads there after a sign-in, wherever that is, in a header that takes no other letters than ASCII.
  if ('return-url' in query) {
    const safe = safeReturnUrl(String(query['return-url']).replaceAll(' ', '%20'))
    query['return-url'] = asciiAddress(safe ?? dashboardGlobals.homePath ?? '/home')
  }
  // Dashboard fails for a message that the page does not have.
  if ('message' in query && !hasMessage(route, String(query.message))) delete query.message
  if (Object.entries(query).some(([name, value]) => isOddParameter(name, value))) {
    response.ended = true
    await refuse(request, response, 400, 'invalid-url-parameter')
    return true
  }
  const wrong = IN_LINKS.find(([field, isGood]) => body[field] && !isGood(String(body[field]).trim()))
  if (!wrong) return false
  const problem = `invalid-${wrong[0]}`
  response.ended = true
  if (urlPath.startsWith('/api/')) await refuse(request, response, 400, problem)
  else {
    const page = route.api as Readonly<Record<string, Verb>>
    await page.before?.(request, response)
    // The form again, with a message that it has.
    await page.get?.(request, response, hasMessage(route, problem) ? problem : 'invalid-xss-input')
  }
  return true
}

/** Dashboard shows any element that has the name, and fails for one that is no template. */
function hasMessage({ html = '' }: SitemapEntry, name: string): boolean {
  if (!html.includes('id="message-container"')) return false
  return [...html.matchAll(/<template\s[^<>]*\bid="([^"]*)"/g)].some(([, id]) => id === name)
}

function isOddParameter(name: string, value: unknown): boolean {
  const text = String(value)
  if (name === 'offset') return !/^\d{1,9}$/.test(text)
  return /["<]/.test(text)
}

function isEmail(text: string): boolean {
  return emailAddress(text) === text
}

function isWebsite(text: string): boolean {
  return /^https?:\/\/[^"<>]+$/i.test(text) && parsedUrl(text) !== undefined
}
