/**
 * Reads the bodies that Dashboard must not: the module's forms with files, after a check of the sender, and webhooks of any
 * content type, whose signature covers the bytes.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isApplicationServer } from '../../application/is-application-server.ts'
import { runningServices } from '../../application/running.ts'
import type { Caller, Context, Services } from '../../context/context.ts'
import { isWebhookPath, isWithin, MODULE_PATHS } from '../../core/addresses.ts'
import { ConnectError } from '../../core/errors.ts'
import { onceClosed } from '../../core/once-closed.ts'
import { connectWebhook } from '../../events/receive.ts'
import { routes } from '../../features.ts'
import { forRequest } from '../../storage/waiting.ts'
import { askedFiles } from '../../web/asked-files.ts'
import { type FileRules, holdFor, holdForWebhook, textLimit } from '../../web/body-rules.ts'
import type { ReceivedBody } from '../../web/host-hooks.ts'
import { plainForm, readBytes, readForm } from '../../web/read-body.ts'
import { clientAddress } from '../../web/request-facts.ts'
import type { ApiRoute, Page } from '../../web/route.ts'
import { hasToken } from '../../web/same-origin.ts'
import type { FormValues } from '../../web/sent.ts'
import { queryValues } from '../../web/validate.ts'
import { mayBeSigned } from '../../web/webhook-handler.ts'
import { callerOf } from './caller.ts'
import {
  type DashboardRequest,
  type DashboardResponse,
  dashboardExports,
  dashboardServer,
  type SignedIn,
} from './dashboard.ts'
import { hasFailed } from './guard-database.ts'

/** The routes that take a body, by method and path. */
const TAKERS = new Map<string, Page | ApiRoute>(
  routes.flatMap((route): [string, Page | ApiRoute][] => {
    if (route.kind === 'api') return [[`${route.method} ${route.path}`, route]]
    return route.kind === 'page' && route.takesForm ? [[`POST ${route.path}`, route]] : []
  }),
)

/** Requests whose bodies Dashboard must not read. */
const expected = new WeakSet<IncomingMessage>()
/** The bodies read here, or why they could not be read. */
const read = new WeakMap<DashboardRequest, ReceivedBody | ConnectError>()

/** @returns true when Dashboard must not read the body: it is read here, or nobody wants it */
export function expectBody(request: IncomingMessage, isMultipart: boolean): boolean {
  const [path = ''] = (request.url ?? '').split('?', 1)
  if (!isWebhookPath(path) && !(isMultipart && isWithin(path, MODULE_PATHS))) return false
  expected.add(request)
  return true
}

/**
 * Call it before Dashboard's sign-in check and after the application's own handlers, which may know the tenant. A guest's body
 * stays unread where Dashboard sends guests to sign in.
 */
export async function readOwnBody(request: DashboardRequest, response: DashboardResponse): Promise<void> {
  const services = runningServices()
  if (!expected.delete(request) || !services) return
  const ip = clientAddress(request, services.config.trustedProxies)
  const taker = TAKERS.get(`${request.method} ${request.urlPath}`)
  const isSigned = isWebhookPath(request.urlPath) && mayBeSigned(request)
  const sender = taker && (await senderOf(request, taker, services.config))
  const isForGuests = taker?.audience === 'guest'
  // Of somebody whom the database does not name, only text is read, so that their form can keep it.
  const isKept = sender !== undefined || isForGuests || (taker?.kind === 'page' && hasFailed())
  const { appid } = services.storage
  const hold = holdFor(sender && { appid, accountid: sender.caller.accountid }, ip)
  const webhookHold = holdForWebhook(ip)
  try {
    if (isSigned) {
      const bytes = await readBytes(request, connectWebhook.limit, webhookHold)
      read.set(request, { bytes, form: plainForm({}), hold: webhookHold })
    } else if (taker && isKept) {
      const context = { services, caller: sender?.caller, ip }
      const isKnown = sender !== undefined || isForGuests
      const names = isKnown ? await forRequest(request, () => fileFields(taker, request, context)) : []
      // Dashboard gives a guest's form no token: the page's address says whether it takes the files.
      const isWanted: FileRules['isWanted'] = (name, fields) =>
        names.includes(name) && (sender?.isTrusted(fields) ?? isForGuests)
      const files = { files: { hold: hold.files, isWanted } }
      const form = await readForm(request, { text: textLimit(!isForGuests), hold: hold.text, ...files })
      request.body = firstValues(form.values)
      read.set(request, { bytes: undefined, form, hold })
    }
  } catch (error) {
    hold.release()
    webhookHold.release()
    if (!(error instanceof ConnectError)) throw error
    read.set(request, error)
  }
  onceClosed(response, () => {
    // No handler has taken it.
    if (read.delete(request)) {
      hold.release()
      webhookHold.release()
    }
  })
}

/**
 * Hands the body to the request's handler, which must release its hold.
 *
 * @returns undefined when nothing was read
 * @throws ConnectError when it could not be read
 */
export function takeOwnBody(request: DashboardRequest): ReceivedBody | undefined {
  const upload = read.get(request)
  read.delete(request)
  if (upload instanceof ConnectError) throw upload
  return upload
}

interface Sender {
  caller: Caller
  /** Whether the fields before a file show that the form is the person's own. */
  isTrusted(fields: readonly (readonly [string, string])[]): boolean
}

/** @returns undefined for a guest, and for an API call that Dashboard does not answer */
async function senderOf(
  request: DashboardRequest,
  taker: Page | ApiRoute,
  config: Services['config'],
): Promise<Sender | undefined> {
  const isApi = taker.kind === 'api'
  if (isApi && !request.allowAPIRequest) return undefined
  if (isApi && isApplicationServer(request.headers, config))
    return {
      caller: { accountid: String(request.headers['x-accountid']), sessionid: '', administrator: false },
      isTrusted: () => true,
    }
  const signedIn = hasFailed() ? undefined : await dashboardServer().authenticateRequest(request)
  const caller =
    signedIn && callerOf({ ...signedIn, ...(request.appid !== undefined && { appid: request.appid }) })
  if (!caller) return undefined
  const token = tokenOf(signedIn, request)
  return { caller, isTrusted: (fields) => isApi || hasToken(fields, token) }
}

/** The form's token, as Dashboard makes it. */
function tokenOf({ account, session }: SignedIn, { route, server }: DashboardRequest): string {
  const text = [session.csrfToken, session.sessionid, account.accountid, route?.htmlFilePath].join('-')
  return dashboardExports().Hash.sha512Hash(text, server?.dashboardEncryptionKey)
}

/**
 * The names of the files that the person may send. None while that is not known: then the route says so, and keeps the text of the
 * form.
 *
 * @throws ConnectError as the route does before it reads a body
 */
async function fileFields(
  taker: Page | ApiRoute,
  { url }: DashboardRequest,
  given: Pick<Context, 'services' | 'caller' | 'ip'>,
): Promise<readonly string[]> {
  const { translators, log } = given.services
  const context = { ...given, requestId: randomUUID(), userAgent: '', messages: translators.english, log }
  const { names } = await askedFiles(async () => {
    const entered = await taker.enter(context, () => queryValues(url))
    return entered.fileFields()
  })
  return names
}

/** The values that Dashboard's own checks look at. */
export function firstValues(values: FormValues): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value].flat()[0]]))
}
