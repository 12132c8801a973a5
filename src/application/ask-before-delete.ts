/**
 * What the module asks of the application server.
 *
 * @module
 */
import { z } from 'zod'
import type { Caller, Services } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import { readAtMost } from '../core/read-at-most.ts'
import { safeReturnUrl } from '../core/return-url.ts'
import { timeLeft } from '../stripe/patience.ts'
import { deletionsAreChecked } from './running.ts'

/** Milliseconds that an answer may take, from the connection to its last byte. */
const TIME_LIMIT = 5000

/** Bytes that an answer may have: a path, and whatever else the application says. */
const SIZE_LIMIT = 64 * 1024

const answerSchema = z.object({ redirect: z.union([z.literal(false), z.string()]) })

/**
 * Asks whether an account may be deleted: GET `CHECK_BEFORE_DELETE_STRIPE_ACCOUNT?stripeid=acct_...` for the person who
 * deletes it. Lets it go on without asking unless the handler `check-before-delete-stripe-account` is listed.
 *
 * @returns where to send the person instead, a path on this host; false when the deletion may go on
 * @throws ConnectError `deletion-check-failed` (502) when no answer can be had or understood within 5 s
 */
export async function askBeforeDelete(
  services: Pick<Services, 'config' | 'log'>,
  { stripeid, caller }: { stripeid: string; caller: Caller },
): Promise<{ redirect: string | false }> {
  if (!deletionsAreChecked()) return { redirect: false }
  try {
    const { redirect } = answerSchema.parse(await ask(services, stripeid, caller))
    if (redirect === false) return { redirect }
    const path = safeReturnUrl(redirect)
    if (path === undefined) throw new TypeError('the redirect is not a path on this host')
    return { redirect: path }
  } catch (cause) {
    services.log.warn(
      { err: cause, stripeid },
      'the application server did not say whether an account may be deleted',
    )
    throw new ConnectError('deletion-check-failed', { status: 502, cause })
  }
}

async function ask({ config }: Pick<Services, 'config'>, stripeid: string, caller: Caller): Promise<unknown> {
  const { applicationServer, applicationServerToken: token } = config
  if (!applicationServer) throw new TypeError('APPLICATION_SERVER is not set')
  const url = new URL(
    applicationServer.pathname.replace(/\/$/, '') + config.checkBeforeDelete,
    applicationServer,
  )
  url.searchParams.set('stripeid', stripeid)
  const response = await fetch(url, {
    headers: {
      accept: 'application/json',
      'x-dashboard-server': config.url,
      'x-accountid': caller.accountid,
      'x-sessionid': caller.sessionid,
      ...(token !== undefined && { 'x-application-server-token': token }),
    },
    // Where it leads is for the person, not for us.
    redirect: 'error',
    // The person waits for Stripe after that.
    signal: AbortSignal.timeout(Math.min(TIME_LIMIT, timeLeft())),
  })
  const body = await readAtMost(SIZE_LIMIT, response)
  if (!response.ok) throw new TypeError(`the application server answered ${response.status}`)
  return JSON.parse(body.toString())
}
