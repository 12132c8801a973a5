/**
 * The part of the shared adapter that Dashboard does in its own way.
 *
 * @module
 */

import type { Config } from '../../config/config.ts'
import type { Caller } from '../../context/context.ts'
import { HOST_PAGES } from '../../core/addresses.ts'
import { ConnectError, type Problem } from '../../core/errors.ts'
import { NoAnswer } from '../../storage/storage-error.ts'
import type { HostHooks } from '../../web/host-hooks.ts'
import { clientAddress, requestIdOf } from '../../web/request-facts.ts'
import type { ViewEngine } from '../../web/view-engine.ts'
import { callerOf } from './caller.ts'
import { type ApiVerb, type DashboardCall, type DashboardRequest, dashboardGlobals } from './dashboard.ts'
import { originalOf } from './express-request.ts'
import { hasFailed } from './guard-database.ts'
import { drawPage } from './page-drawing.ts'
import { receivedBody } from './received-body.ts'

export function dashboardHooks(parts: {
  config: Config
  views: ViewEngine
  stopping: AbortSignal
}): HostHooks {
  const { config, views, stopping } = parts
  return {
    base: () => '',
    stopping,
    async caller(request) {
      const caller = callerOf(originalOf(request).request)
      if (!caller && hasFailed()) throw new NoAnswer('Dashboard’s database does not say who asks')
      return caller
    },
    async callerNow(request) {
      const original = originalOf(request).request
      const caller = callerOf(original)
      return caller && (await isStillSignedIn(original, caller)) ? caller : undefined
    },
    isPerson: (accountid, request) => isPerson(accountid, originalOf(request).request.appid),
    // Dashboard puts its own token into the page.
    csrfToken: async () => '',
    async checkForm(request) {
      const { message, request: original } = originalOf(request)
      if (message === 'invalid-csrf-token') throw new ConnectError(message, { status: 403 })
      if (message !== undefined) throw ConnectError.of(refusedFields(original, message))
    },
    received: (request) => receivedBody(originalOf(request).request),
    requestId: requestIdOf,
    ip: (request) => clientAddress(request, config.trustedProxies),
    signIn: (returnUrl) => `${HOST_PAGES.signIn}?return-url=${encodeURIComponent(returnUrl)}`,
    draw(content, { context: { caller, messages }, request, response }) {
      const viewer = { messages, caller, offline: config.stripe.offline }
      return drawPage(views, content, viewer, originalOf(request).request, response)
    },
  }
}

/** Dashboard does not say which fields it refused: those with `<`, the character it looks for. */
function refusedFields({ body = {} }: DashboardRequest, code: string): Problem[] {
  const names = Object.keys(body).filter((name) => String(body[name]).includes('<'))
  return names.length > 0 ? names.map((field) => ({ code, field })) : [{ code }]
}

type Session = NonNullable<DashboardCall['session']>
type Account = NonNullable<DashboardCall['account']>

async function isStillSignedIn({ appid }: DashboardRequest, { sessionid }: Caller): Promise<boolean> {
  const session = (await askDashboard('Session', { sessionid }, appid)) as Session | undefined
  if (session?.accountid === undefined) return false
  const account = (await askDashboard('Account', { accountid: session.accountid }, appid)) as
    | Account
    | undefined
  return (
    account !== undefined &&
    callerOf({ account, session, ...(appid !== undefined && { appid }) }) !== undefined
  )
}

/** @throws NoAnswer when Dashboard's database failed, which Dashboard answers as it does for somebody who does not exist */
export async function isPerson(accountid: string, appid: string | undefined): Promise<boolean> {
  if ((await askDashboard('Account', { accountid }, appid)) !== undefined) return true
  if (hasFailed()) throw new NoAnswer('Dashboard’s database does not say who is there')
  return false
}

type Getter = Readonly<Record<'get', ApiVerb>>

/** @returns undefined when Dashboard has no such row, or cannot say */
function askDashboard(
  name: 'Account' | 'Session',
  query: Record<string, string>,
  appid: string | undefined,
): Promise<unknown> {
  const { administrator } = dashboardGlobals.api as { administrator: Record<typeof name, Getter> }
  return administrator[name].get({ query, ...(appid !== undefined && { appid }) }).catch(() => undefined)
}
