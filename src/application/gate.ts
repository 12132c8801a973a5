/**
 * Holds a person up on their way to the application until something about their Stripe accounts is settled.
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

/** The path of the page that a person has to go to, with its query; undefined lets them pass. */
export type GateRule = (known: NonNullable<PersonState['known']>) => string | undefined

/** To the page where they register one. */
export const withoutActiveAccount: GateRule = ({ active }) => (active ? undefined : ACCOUNT_PAGES.create)

/** To the page where they give what Stripe wants, for the account with the nearest deadline. */
export const owingInformation: GateRule = ({ owing }) =>
  owing && `${ACCOUNT_PAGES.edit}?stripeid=${encodeURIComponent(owing)}`

/** A request as a gate looks at it. */
export interface Visit {
  method: string | undefined
  /** As the request line has it. */
  url: string | undefined
  accept: string | undefined
  /** The path that the module is mounted under; empty when its pages keep their own paths. */
  base: string
}

/** Where Dashboard's gates let everybody pass: its own pages, and what is for programs. */
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
 * Everyone passes while the state cannot be read: the headers then claim nothing for them, and sending people to a page
 * that could not be shown either would help nobody.
 *
 * @returns where the person is sent instead, with the way back; undefined to let them pass
 */
export function detour(rule: GateRule, { known }: PersonState, visit: Visit): string | undefined {
  const page = known && rule(known)
  return page && withReturnUrl(visit.base + page, visit)
}

/** Only a page is worth coming back to: not a picture, not a program's call, not what a form posted to. */
function withReturnUrl(page: string, { method, url, accept }: Visit): string {
  const isPage = method === 'GET' && accept?.includes('text/html')
  const back = isPage ? safeReturnUrl(url) : undefined
  if (back === undefined) return page
  return `${page}${page.includes('?') ? '&' : '?'}return-url=${encodeURIComponent(back)}`
}
