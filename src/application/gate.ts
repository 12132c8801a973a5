/**
 * Stops a person on the way to the application until their Stripe accounts meet a rule.
 *
 * @module
 */

import type { PersonState } from '../context/person-state.ts'
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import { andThen } from '../core/maybe-promise.ts'
import { safeReturnUrl } from '../core/return-url.ts'
import { runningServices } from './running.ts'
import { redirect, requestedPath, type ServerHandler } from './server-handler.ts'
import { stateOf } from './state-of.ts'

/** Returns the path and query of the page the person must go to first; undefined lets them pass. */
export type GateRule = (known: NonNullable<PersonState['known']>) => string | undefined

/** Sends a person without an active account to the page that creates one. */
export const withoutActiveAccount: GateRule = ({ active }) => (active ? undefined : ACCOUNT_PAGES.create)

/** Sends a person to the page for the information Stripe requires, for the account with the nearest deadline. */
export const owingInformation: GateRule = ({ owing }) =>
  owing && `${ACCOUNT_PAGES.edit}?stripeid=${encodeURIComponent(owing)}`

/** What a gate needs to know of a request. */
export interface Visit {
  method: string | undefined
  /** As the request line has it. */
  url: string | undefined
  accept: string | undefined
  /** The path that the module is mounted under; empty when its pages keep their own paths. */
  base: string
}

/** Paths where Dashboard's gates let everybody pass: its own pages, and addresses for programs. */
const PASSED = /^\/(?:(?:account|administrator)(?:\/|$)|(?:public|api|webhooks)\/)/

/** @returns a handler for Dashboard's list `server` */
export function gate(rule: GateRule): ServerHandler {
  return {
    after(request, response) {
      const services = runningServices(request.appid)
      if (!request.account || !services || PASSED.test(requestedPath(request.url) ?? '')) return
      const { accountid } = request.account
      const { method, url, headers } = request
      const visit = { method, url, accept: headers.accept, base: '' }
      return andThen(stateOf(request, services, accountid), (state) => {
        const page = detour(rule, state, visit)
        if (page) redirect(response, page)
      })
    },
  }
}

/**
 * Lets everybody pass while the state cannot be read: the headers then claim nothing, and the page we would send them to could
 * not be shown either.
 *
 * @returns the page to send the person to, with a return address; undefined to let them pass
 */
export function detour(rule: GateRule, { known }: PersonState, visit: Visit): string | undefined {
  const page = known && rule(known)
  return page && withReturnUrl(visit.base + page, visit)
}

/** Only a page is worth coming back to: not an image, a program's call or a form's target. */
function withReturnUrl(page: string, { method, url, accept }: Visit): string {
  const isPage = method === 'GET' && accept?.includes('text/html')
  const back = isPage ? safeReturnUrl(url) : undefined
  if (back === undefined) return page
  return `${page}${page.includes('?') ? '&' : '?'}return-url=${encodeURIComponent(back)}`
}
