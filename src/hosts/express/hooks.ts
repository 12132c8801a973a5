/**
 * The part of the shared adapter that an Express app does in its own way.
 *
 * @module
 */
import type { Request } from 'express'
import type { Context, Services } from '../../context/context.ts'
import { ConnectError } from '../../core/errors.ts'
import { formTokens, ownerOfForm, tokenWithOwner } from '../../web/form-tokens.ts'
import type { HostHooks, ReceivedBody } from '../../web/host-hooks.ts'
import { contextOf } from '../../web/request-context.ts'
import { addressIn, requestIdOf } from '../../web/request-facts.ts'
import { checkCsrfToken } from '../../web/same-origin.ts'
import type { Identify } from './identify.ts'
import type { Pages } from './pages.ts'
import { receivedBody } from './received-body.ts'

/** Milliseconds. */
const STREAM_LIFE = 15_000

export interface AppParts {
  caller: Identify
  callerNow: Identify
  signIn(returnUrl: string, request: Request): string
  pages: Pages
  stopping: AbortSignal
}

export async function appHooks(services: Services, parts: AppParts): Promise<HostHooks> {
  const { config, storage, log } = services
  const tokenOf = await formTokens(storage)
  const csrfToken = async (request: Request) => {
    const { accountid, sessionid } = contextOfRequest(request)?.caller ?? {}
    const token = tokenOf(accountid, sessionid)
    return accountid === undefined ? token : tokenWithOwner(token, accountid, tokenOf)
  }
  return {
    base: (request) => request.baseUrl,
    stopping: parts.stopping,
    caller: parts.caller,
    callerNow: parts.callerNow,
    // The app may keep the person on the request, as the documentation says, and they may have signed out since.
    streamLife: STREAM_LIFE,
    csrfToken,
    checkForm: async (request, token) => checkCsrfToken(await csrfToken(request), token),
    formOwner: (token) => ownerOfForm(token, tokenOf),
    received: (request) => received(request, log),
    requestId: requestIdOf,
    ip: ({ ip, socket }) => addressIn(ip ?? '') ?? addressIn(socket.remoteAddress ?? '') ?? '',
    signIn: parts.signIn,
    draw: (content, { context: { caller, messages }, csrfToken, request, response }) =>
      parts.pages.draw(
        content,
        { caller, messages, csrfToken, offline: config.stripe.offline },
        request,
        response,
      ),
  }
}

function contextOfRequest({ res }: Request): Context | undefined {
  return res && contextOf(res)
}

/** Logs a mistake that only the app's developer can correct. */
function received(request: Request, log: Services['log']): ReceivedBody | undefined {
  try {
    return receivedBody(request)
  } catch (error) {
    if (error instanceof ConnectError)
      log.error(
        { method: request.method, path: request.path },
        'a body was parsed before stripeConnect could read it: mount stripeConnect before express.json() and other body ' +
          'parsers, or keep the bytes: express.json({ verify: (request, _, bytes) => { request.rawBody = bytes } })',
      )
    throw error
  }
}
