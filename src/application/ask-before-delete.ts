/**
 * The question the module asks the application server.
 *
 * @module
 */
import { z } from 'zod'
import type { Caller, CheckBeforeDelete, Services } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import { safeReturnUrl } from '../core/return-url.ts'
import { within } from '../core/within.ts'
import { get } from '../net/exchange.ts'
import { timeLeft } from '../stripe/patience.ts'
import { deletionsAreChecked } from './running.ts'

/** Milliseconds for the whole answer, from the connection to its last byte. */
const TIME_LIMIT = 5000

/** Bytes of the answer: a path, and anything else the application adds. */
const SIZE_LIMIT = 64 * 1024

const answerSchema = z.object({ redirect: z.union([z.literal(false), z.string()]) })

/**
 * Asks whether an account may be deleted: GET `CHECK_BEFORE_DELETE_STRIPE_ACCOUNT?stripeid=acct_...` for the person who deletes
 * it. Asks nothing unless the handler `check-before-delete-stripe-account` is listed. An app with the module in its process is
 * asked through its own function.
 *
 * @returns where to send the person instead, a path on this host; false when the deletion may go on
 * @throws ConnectError `deletion-check-failed` (502) when no valid answer arrives within 5 s
 */
export async function askBeforeDelete(
  services: Pick<Services, 'config' | 'log' | 'checkBeforeDelete'>,
  { stripeid, caller }: { stripeid: string; caller: Caller },
): Promise<{ redirect: string | false }> {
  const { checkBeforeDelete } = services
  if (!checkBeforeDelete && !deletionsAreChecked()) return { redirect: false }
  try {
    const answer = checkBeforeDelete
      ? askApp(checkBeforeDelete, stripeid, caller)
      : ask(services, stripeid, caller)
    const { redirect } = answerSchema.parse(await answer)
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

/** In the form of the application server's answer. */
async function askApp(
  checkBeforeDelete: CheckBeforeDelete,
  stripeid: string,
  { accountid, administrator }: Caller,
): Promise<unknown> {
  const asked = (async () => checkBeforeDelete({ stripeid, accountid, administrator }))()
  const redirect = await within(timeLimit(), asked, () => {
    throw new TypeError('checkBeforeDelete did not answer in time')
  })
  return { redirect: redirect ?? false }
}

/** The person then still waits for Stripe. */
function timeLimit(): number {
  return Math.min(TIME_LIMIT, timeLeft())
}

async function ask({ config }: Pick<Services, 'config'>, stripeid: string, caller: Caller): Promise<unknown> {
  const { applicationServer, applicationServerToken: token } = config
  if (!applicationServer) throw new TypeError('APPLICATION_SERVER is not set')
  const url = new URL(
    applicationServer.pathname.replace(/\/$/, '') + config.checkBeforeDelete,
    applicationServer,
  )
  url.searchParams.set('stripeid', stripeid)
  const headers = {
    accept: 'application/json',
    'x-dashboard-server': config.url,
    'x-accountid': caller.accountid,
    'x-sessionid': caller.sessionid,
    ...(token !== undefined && { 'x-application-server-token': token }),
  }
  const limits = { milliseconds: timeLimit(), bytes: SIZE_LIMIT }
  const { status, body } = await get(url, headers, limits)
  // A redirect here is an error: the path for the person comes in the body.
  if (status < 200 || status > 299) throw new TypeError(`the application server answered ${status}`)
  return JSON.parse(body.toString())
}
