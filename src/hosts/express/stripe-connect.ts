/**
 * The module in an Express app: with the app's sign-in, ids, database and layout, below any path.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express'
import { owingInformation, withoutActiveAccount } from '../../application/gate.ts'
import { redirect } from '../../application/server-handler.ts'
import type { Services } from '../../context/context.ts'
import { ACCOUNT_PAGES, isWithin, MODULE_PATHS, PUBLIC_PATH } from '../../core/addresses.ts'
import { routes } from '../../features.ts'
import { untilAnswered } from '../../storage/waiting.ts'
import { publicDirectory, viewsDirectory } from '../../web/assets.ts'
import { RequestTurns } from '../../web/request-turns.ts'
import { routesToExpress } from '../../web/routes-to-express.ts'
import { staticFiles } from '../../web/static-files.ts'
import { ViewEngine } from '../../web/view-engine.ts'
import { accountHeaders } from './account-headers.ts'
import { checkOptions } from './check-options.ts'
import { mountPath } from './configuration.ts'
import { gateFor } from './gates.ts'
import { appHooks } from './hooks.ts'
import { identify, identifyOnce } from './identify.ts'
import { Instance } from './instance.ts'
import type { Authenticate, Layout, Middleware, StripeConnect, StripeConnectOptions } from './options.ts'
import { Pages } from './pages.ts'
import { answerUnavailable } from './unavailable.ts'

/**
 * Returns at once and starts in the background: requests for its pages wait up to 3 seconds for that. If it takes longer or
 * cannot start, its pages say so and the rest of the app works.
 *
 * @throws TypeError at once for options that are missing, of another type or unknown
 * @example
 * const connect = stripeConnect({
 *   authenticate: (request: Request) => request.user && { accountid: request.user.id, sessionid: request.sessionID },
 *   url: 'https://market.example/payments',
 * })
 * app.use('/payments', connect)
 * app.use(connect.headers)
 * app.get('/sell', connect.requireConnectAccount, sell)
 * await connect.ready()
 */
export function stripeConnect<R extends IncomingMessage = IncomingMessage>(
  options: StripeConnectOptions<R>,
): StripeConnect {
  checkOptions(options)
  // Whatever type the app gives its requests, they are Express requests.
  const authenticate = options.authenticate as unknown as Authenticate<Request>
  const signIn = options.signIn as unknown as ((returnUrl: string, request: Request) => string) | undefined
  const layout = options.layout as unknown as Layout<Request> | undefined
  const callerNow = (request: Request) => identify(authenticate, request)
  const caller = identifyOnce(callerNow)
  const pages = new Pages(new ViewEngine(viewsDirectory), options.title ?? 'Stripe Connect', layout)

  const stopping = new AbortController()
  const instance = new Instance(options, async (services) => {
    const hooks = await appHooks(services, {
      caller,
      callerNow,
      signIn: signIn ?? ((returnUrl) => `/signin?return-url=${encodeURIComponent(returnUrl)}`),
      pages,
      stopping: stopping.signal,
    })
    return routesToExpress(routes, services, hooks)
  })
  const asking = {
    caller,
    services: async () => (await instance.forRequest())?.services,
  }

  let mountIsChecked = false
  const checkMount = ({ config, log }: Services, { baseUrl }: Request) => {
    if (mountIsChecked) return
    mountIsChecked = true
    // Express compares paths without regard to case.
    if (baseUrl.toLowerCase() !== mountPath(config).toLowerCase())
      log.warn(
        { url: config.url, mountedAt: baseUrl || '/' },
        'stripeConnect is mounted elsewhere than its url says: Stripe and the gates would lead to where it is not',
      )
  }

  const turns = new RequestTurns()
  const files = Router().use(PUBLIC_PATH, ...staticFiles(publicDirectory))
  const serve = async (request: Request, response: Response, next: NextFunction) => {
    response.set('x-content-type-options', 'nosniff')
    if (isWithin(request.path, [PUBLIC_PATH])) return files(request, response, next)
    const started = await instance.forRequest()
    if (response.closed) return
    if (!started) return answerUnavailable(pages, request, response)
    checkMount(started.services, request)
    untilAnswered(request, response, () => started.router(request, response, next))
  }

  const inTurn: RequestHandler = (request, response, next) => {
    // The mount path alone is an address that people type. At the root of a site it is the app's.
    if (request.path === '/' && request.baseUrl !== '' && request.method === 'GET')
      return redirect(response, request.baseUrl + ACCOUNT_PAGES.start)
    // Express finds no path in `http:///account`, in spite of its types.
    if (!isWithin(request.path ?? '', MODULE_PATHS)) return next()
    const answer = () => void serve(request, response, next).catch(next)
    // HTTP/2 needs no order, and an app's tests may have no connection.
    if (request.httpVersionMajor === 1 && request.socket instanceof Socket)
      turns.take(request, response, answer)
    else answer()
  }

  return Object.assign(middleware(inTurn), {
    headers: middleware(accountHeaders(asking)),
    requireConnectAccount: middleware(gateFor(withoutActiveAccount, asking)),
    requireAllInformationSubmitted: middleware(gateFor(owingInformation, asking)),
    ready: () => instance.ready(),
    async close() {
      stopping.abort()
      await instance.close()
    },
  })
}

/**
 * Lets the app call a handler with Node's types: at run time they are Express requests. Express 4 does not await handlers, so
 * errors go to `next`.
 */
function middleware(handler: RequestHandler): Middleware {
  const settled: RequestHandler = async (request, response, next) => {
    try {
      await handler(request, response, next)
    } catch (error) {
      next(error)
    }
  }
  return settled as unknown as Middleware
}
