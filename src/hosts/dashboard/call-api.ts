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
import { logFault, toRefusal } from '../../web/answer-error.ts'
import { invoke, type Sent } from '../../web/invoke.ts'
import { clientAddress } from '../../web/request-facts.ts'
import type { ApiRoute } from '../../web/route.ts'
import { callerOf } from './caller.ts'
import type { ApiVerb, DashboardCall } from './dashboard.ts'
import { isPerson } from './hooks.ts'
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
    const body: Sent['body'] = async (fileFields) => {
      const names = call.uploads ? await fileFields() : []
      return { values: formValues(call.body), ...uploadedFiles(call.uploads, names) }
    }
    return await whilePersonWaits(() => invoke(route, context, { query, body }))
  } catch (error) {
    logFault(error, context.log)
    const refusal = toRefusal(error)
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
 * Other modules read through administrators' routes for any person, and for nobody: Dashboard checks for an administrator where a
 * request comes in, and what runs in this process can read the database anyway. A write needs an administrator.
 */
function callerFor(call: DashboardCall, { audience, method }: ApiRoute): Caller | undefined {
  const caller = callerOf(call)
  if (audience !== 'administrator' || method !== 'GET') return caller
  return { accountid: '', sessionid: '', ...caller, administrator: true }
}
