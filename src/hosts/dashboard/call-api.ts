/**
 * Lets other modules call API routes in this process, without HTTP, as they call Dashboard's own.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { IncomingMessage } from 'node:http'
import { runningServices } from '../../application/running.ts'
import type { Caller, Context, Services } from '../../context/context.ts'
import { forRequest } from '../../storage/waiting.ts'
import { whilePersonWaits } from '../../stripe/patience.ts'
import { logRefusedKey, toRefusal } from '../../web/answer-error.ts'
import { invoke } from '../../web/invoke.ts'
import { clientAddress } from '../../web/request-facts.ts'
import type { ApiRoute } from '../../web/route.ts'
import type { ApiVerb, DashboardCall } from './dashboard.ts'
import { callerOf, isPerson } from './hooks.ts'
import { formValues, uploadedFiles } from './received-body.ts'

/**
 * @returns a function that returns the route's result
 *
 * It throws an Error whose message is the refusal's code, as Dashboard's own routes do; `unavailable` when the module is not running.
 *
 * @example
 * const accounts = await global.api.user.connect.StripeAccounts.get({ query: { accountid }, account, session })
 */
export function inProcess(route: ApiRoute): ApiVerb {
  return async (call) => {
    const services = runningServices(call.appid)
    if (!services) throw new Error('unavailable')
    // A module that answers a request passes it here, so that all calls for a request share one time limit.
    return forRequest(call, () => answer(route, call, services))
  }
}

async function answer(route: ApiRoute, call: DashboardCall, services: Services): Promise<unknown> {
  const context = contextOf(call, route, services)
  try {
    const query = () => formValues(call.query)
    const body = () => ({ values: formValues(call.body), ...uploadedFiles(call.uploads, route.takesFiles) })
    return await whilePersonWaits(() => invoke(route, context, { query, body }))
  } catch (error) {
    const refusal = toRefusal(error)
    if (!refusal) context.log.error({ err: error }, 'a call of another module failed')
    else logRefusedKey(error, context.log)
    throw new Error(refusal?.code ?? 'internal-error', { cause: refusal })
  }
}

function contextOf(call: DashboardCall, route: ApiRoute, services: Services): Context {
  const requestId = randomUUID()
  return {
    services,
    caller: callerFor(call, route),
    requestId,
    ip: addressOf(call, services),
    userAgent: '',
    isPerson: (accountid) => isPerson(accountid, call.appid),
    messages: services.translators.english,
    log: services.log.child({ requestId }),
  }
}

/** Dashboard's own `ip` for a request is whatever the client wrote in front of our proxies' entries. */
function addressOf(call: DashboardCall, { config }: Services): string {
  return call instanceof IncomingMessage ? clientAddress(call, config.trustedProxies) : (call.ip ?? '')
}

/**
 * Other modules read data through administrators' routes for any person: Dashboard checks for an administrator where a request
 * comes in. A write still needs a signed-in person.
 */
function callerFor(call: DashboardCall, { audience, method }: ApiRoute): Caller | undefined {
  const caller = callerOf(call)
  if (audience !== 'administrator') return caller
  if (caller) return { ...caller, administrator: true }
  return method === 'GET' ? { accountid: '', sessionid: '', administrator: true } : undefined
}
