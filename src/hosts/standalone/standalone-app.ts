/**
 * The Express application of the standalone host: files, health checks, sign-in and the module's routes.
 *
 * @module
 */

import express, { type Express, type Request } from 'express'
import type { Caller, Services } from '../../context/context.ts'
import { HOST_PAGES, PUBLIC_PATH } from '../../core/addresses.ts'
import { newSecret } from '../../core/secrets.ts'
import { publicDirectory } from '../../web/assets.ts'
import { ownerOfForm, type TokenOf, tokenWithOwner } from '../../web/form-tokens.ts'
import type { HostHooks } from '../../web/host-hooks.ts'
import { link } from '../../web/link.ts'
import type { Route } from '../../web/route.ts'
import { routesToExpress } from '../../web/routes-to-express.ts'
import { checkCsrfToken } from '../../web/same-origin.ts'
import { securityHeaders } from '../../web/security-headers.ts'
import { staticFiles } from '../../web/static-files.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import type { Cookies } from './cookies.ts'
import { healthz, type ReadinessCheck, readyz, standardInformation } from './health.ts'
import { type IdentifyParts, identify, identifyAnew } from './identify.ts'
import type { Mail } from './mail.ts'
import type { PageFrame } from './page-frame.ts'
import { accountPage } from './pages/account.ts'
import { administratorPage } from './pages/administrator.ts'
import { forgotPasswordPage } from './pages/forgot-password.ts'
import { passwordPage } from './pages/password.ts'
import { peoplePage } from './pages/people.ts'
import { personPage } from './pages/person.ts'
import { registerPage } from './pages/register.ts'
import { resetPasswordPage } from './pages/reset-password.ts'
import { signInPage } from './pages/sign-in.ts'
import { signOutPage } from './pages/sign-out.ts'
import type { Sessions } from './sessions.ts'
import type { StandaloneRequest } from './standalone-request.ts'
import { userStore } from './store/users.ts'

export interface StandaloneAppParts {
  services: Services
  routes: readonly Route[]
  sessions: Sessions
  cookies: Cookies
  limits: AttemptLimits
  frame: PageFrame
  /** The name of the site. */
  title: string
  /** Absent where no mail can be sent. */
  send: ((mail: Mail) => void) | undefined
  /** Makes the tokens of forms. */
  tokenOf: TokenOf
  checks: Readonly<Record<string, ReadinessCheck>>
  stopping: AbortSignal
}

export function createStandaloneApp(parts: StandaloneAppParts): Express {
  const { services, sessions, cookies, limits, title, send } = parts
  const { config, storage, log, now } = services
  const signIn = { storage, now, sessions, cookies, limits }
  const app = express().disable('x-powered-by')
  app.get('/healthz', healthz)
  app.get('/readyz', readyz({ checks: parts.checks, information: standardInformation(services), log }))
  app.use(PUBLIC_PATH, ...staticFiles(publicDirectory))
  app.use(securityHeaders(config.url))
  app.use((request, response, next) => {
    response.set('x-request-id', dashboardRequest(request).requestId)
    next()
  })
  const pages = [
    signInPage(signIn, send !== undefined),
    registerPage(signIn),
    signOutPage(signIn),
    passwordPage(signIn),
    resetPasswordPage(signIn),
    ...(send ? [forgotPasswordPage({ ...signIn, title, send })] : []),
    accountPage(storage),
    administratorPage,
    peoplePage(storage),
    personPage(signIn),
  ]
  return app.use(routesToExpress([...pages, ...parts.routes], services, hooks(parts)))
}

/** The front turns every request into one of these before Express sees it. */
const dashboardRequest = (request: Request) => request as unknown as StandaloneRequest

function hooks({ services, sessions, cookies, frame, tokenOf, stopping }: StandaloneAppParts): HostHooks {
  const { config } = services
  const identifyParts: IdentifyParts = { config, sessions, cookies }
  const formSecrets = new WeakMap<Request, string>()

  /** Guests have no session: their forms are bound to a cookie that they get with their first form. */
  const formSecret = (request: Request): string => {
    const known = formSecrets.get(request) ?? cookies.read(cookies.form, request.headers.cookie)
    if (known) return known
    const secret = newSecret()
    request.res?.append('set-cookie', cookies.set(cookies.form, secret))
    formSecrets.set(request, secret)
    return secret
  }

  const csrfToken = async (request: Request): Promise<string> => {
    const signedIn = await identify(dashboardRequest(request), identifyParts).catch(() => undefined)
    if (!signedIn) return tokenOf(formSecret(request))
    const { csrfToken, accountid } = signedIn.session
    return tokenWithOwner(csrfToken, accountid, tokenOf)
  }

  return {
    base: () => '',
    stopping,
    caller: async (request) => toCaller(await identify(dashboardRequest(request), identifyParts)),
    callerNow: async (request) => toCaller(await identifyAnew(dashboardRequest(request), identifyParts)),
    isPerson: async (accountid) => (await userStore(services.storage).find(accountid)) !== undefined,
    knownPerson: async (accountid) => {
      const user = await userStore(services.storage).find(accountid)
      return (
        user && {
          name: `${user.fullName} (${user.email})`,
          path: link(HOST_PAGES.person, { accountid }),
        }
      )
    },
    csrfToken,
    checkForm: async (request, token) => checkCsrfToken(await csrfToken(request), token),
    formOwner: (token) => ownerOfForm(token, tokenOf),
    requestId: (request) => dashboardRequest(request).requestId,
    ip: (request) => dashboardRequest(request).ip,
    signIn: (returnUrl) => `${HOST_PAGES.signIn}?return-url=${encodeURIComponent(returnUrl)}`,
    draw: async (content, { context: { caller, messages }, csrfToken, request }) =>
      frame.render(content, { caller, messages, csrfToken, path: request.path }),
  }
}

function toCaller(signedIn: Awaited<ReturnType<typeof identify>>): Caller | undefined {
  if (!signedIn) return undefined
  const { user, session } = signedIn
  const { accountid, administrator, fullName: name, email } = user
  return { accountid, sessionid: session.sessionid, administrator, name, email }
}
