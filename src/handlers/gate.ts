/**
 * Holds a person up on their way to the application until something about their Stripe accounts is settled.
 *
 * @module
 */
import type { PersonState } from '../cache/person-state.ts'
import { safeReturnUrl } from '../return-url.ts'
import { runningServices } from '../running.ts'
import { type HandlerRequest, redirect, requestedPath, type ServerHandler } from './server-handler.ts'

/** The host's own pages, and what is for programs. */
const PASSED = /^\/(?:(?:account|administrator)(?:\/|$)|(?:public|api|webhooks)\/)/

/**
 * Guests pass. So does everyone while the state cannot be read: the headers then claim nothing for them, and sending
 * people to a page that could not be shown either would help nobody.
 *
 * @param destination the path of the page to go to, with its query; undefined to let the person pass
 */
export function gate(
  destination: (known: NonNullable<PersonState['known']>) => string | undefined,
): ServerHandler {
  return {
    async after(request, response) {
      const services = runningServices()
      const path = requestedPath(request)
      if (!request.account || !services || (path !== undefined && PASSED.test(path))) return
      const { known } = await services.headers.get(
        request.appid ?? services.config.appid,
        request.account.accountid,
      )
      const page = known && destination(known)
      if (page) redirect(response, withReturnUrl(page, request))
    },
  }
}

/** Only a page is worth coming back to: not a picture, not a program's call, not what a form posted to. */
function withReturnUrl(page: string, { method, url, headers }: HandlerRequest): string {
  const isPage = method === 'GET' && headers.accept?.includes('text/html')
  const back = isPage ? safeReturnUrl(url) : undefined
  if (back === undefined) return page
  return `${page}${page.includes('?') ? '&' : '?'}return-url=${encodeURIComponent(back)}`
}
