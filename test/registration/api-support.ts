/** The API over HTTP, for any person, on services that talk to the offline Stripe. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll } from 'vitest'
import type { Caller, Services } from '../../src/context/context.ts'
import type { Route } from '../../src/web/route.ts'
import { routesToExpress } from '../../src/web/routes-to-express.ts'

/** The fields of an object that tests read; they compare the rest. */
interface Answered {
  stripeid: string
  countryid: string
  createdAt: string
  message: string
  detail: string
  stripeObject: {
    individual: { first_name?: string; verification: { document: { front: string } } }
    external_accounts: { data: unknown[] }
  }
}

interface Answer {
  status: number
  /** An object, a list of objects or, for some routes, a number or `true`. */
  body: Answered & readonly Answered[]
}

/** Calls a route as a person, or as a guest if no person is named. */
export type Call = (
  method: string,
  path: string,
  options?: { as?: string; query?: Record<string, string>; body?: unknown; form?: FormData },
) => Promise<Answer>

const PERSON_HEADER = 'x-test-person'

export async function serveApi(routes: readonly Route[], services: Services): Promise<Call> {
  const app = express()
  const callerOf = (accountid: string | undefined): Caller | undefined =>
    accountid ? { accountid, sessionid: 'session_1', administrator: false } : undefined
  app.use(
    routesToExpress(routes, services, {
      base: () => '',
      stopping: new AbortController().signal,
      caller: async (request) => callerOf(request.get(PERSON_HEADER)),
      callerNow: async (request) => callerOf(request.get(PERSON_HEADER)),
      csrfToken: async () => 'token',
      checkForm: async () => {},
      requestId: () => 'request-1',
      ip: () => '127.0.0.1',
      signIn: () => '/sign-in',
      draw: async ({ data }) => JSON.stringify(data),
    }),
  )
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo

  return async (method, path, { as, query = {}, body, form } = {}) => {
    const url = new URL(`http://127.0.0.1:${port}/api/user/connect/${path}`)
    url.search = new URLSearchParams(query).toString()
    const response = await fetch(url, {
      method,
      headers: {
        ...(as !== undefined && { [PERSON_HEADER]: as }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(form !== undefined && { body: form }),
    })
    return { status: response.status, body: (await response.json()) as Answer['body'] }
  }
}
