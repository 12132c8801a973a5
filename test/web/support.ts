/** The adapter in a bare Express app, which draws a page as JSON of the route's data. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { onTestFinished } from 'vitest'
import type { Caller, Services } from '../../src/context/context.ts'
import type { HostHooks } from '../../src/web/host-hooks.ts'
import type { Route } from '../../src/web/route.ts'
import { routesToExpress } from '../../src/web/routes-to-express.ts'
import { checkCsrfToken } from '../../src/web/same-origin.ts'
import { servicesOfTest } from '../support/services.ts'

export const PERSON: Caller = { accountid: 'account_1', sessionid: 'session_1', administrator: false }
export const ADMINISTRATOR: Caller = { ...PERSON, administrator: true }
export const CSRF_TOKEN = 'token-of-this-browser'

export interface AdapterOptions {
  caller?: Caller | undefined
  hooks?: Partial<HostHooks>
  /** Where the routes are mounted. */
  mount?: string
  stopping?: AbortController
  services?: Services
}

/** @returns the address of an app with these routes */
export async function serve(routes: readonly Route[], options: AdapterOptions = {}): Promise<string> {
  const { caller, hooks = {}, mount = '/', stopping = new AbortController() } = options
  const services = options.services ?? (await servicesOfTest())
  const app = express()
  app.use(
    mount,
    routesToExpress(routes, services, {
      base: (request) => request.baseUrl,
      stopping: stopping.signal,
      caller: async () => caller,
      callerNow: async () => caller,
      csrfToken: async () => CSRF_TOKEN,
      checkForm: async (_request, token) => checkCsrfToken(CSRF_TOKEN, token),
      requestId: () => 'request-1',
      ip: (request) => request.ip ?? '',
      signIn: (returnUrl) => `/sign-in?to=${encodeURIComponent(returnUrl)}`,
      draw: async ({ view, data }) => JSON.stringify({ view, ...data }),
      ...hooks,
    }),
  )
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
