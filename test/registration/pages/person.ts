/** A person in a marketplace with its own offline Stripe, who uses the account pages without a browser. */
import { randomUUID } from 'node:crypto'
import type { Context, SignedInContext } from '../../../src/context/context.ts'
import { ConnectError } from '../../../src/core/errors.ts'
import type { LoggedRequest } from '../../../src/offline-stripe/http/request-log.ts'
import { accountPages } from '../../../src/registration/pages/index.ts'
import { translators } from '../../../src/runtime/translators.ts'
import type { FormValues, PageResult, UploadedFile } from '../../../src/web/route.ts'
import { startCheckedOfflineStripe } from '../../offline-stripe/oracle.ts'
import { openMarket } from '../../support/market.ts'
import { checkView } from '../../support/view-names.ts'

/** The page that was shown, or the redirect. */
export interface Visit {
  view?: string
  data: Record<string, unknown>
  redirect?: string
  /** An address of Stripe's. */
  leave?: string
}

const messages = translators.english

/** A marketplace for sellers; Stripe verifies them at once. */
export async function openSellersMarket(env: NodeJS.ProcessEnv = {}) {
  const market = await openMarket(env, () => startCheckedOfflineStripe({ verificationSeconds: 0 }))
  const { services } = market
  return {
    ...market,
    /** The requests of this kind that reached Stripe. */
    async requests(method: string, end: string): Promise<LoggedRequest[]> {
      const { href } = services.config.stripe.api ?? {}
      const answer = await fetch(new URL('_offline-stripe/requests', href))
      const { data } = (await answer.json()) as { data: LoggedRequest[] }
      return data.filter((request) => request.method === method && request.path.endsWith(end))
    },
    person(accountid: string = randomUUID()) {
      const context: SignedInContext = {
        services,
        caller: { accountid, sessionid: 'session', administrator: false },
        requestId: 'request',
        ip: '203.0.113.7',
        userAgent: 'Browser/1.0',
        messages,
        log: services.log,
      }
      return new Person(context)
    },
    /** Somebody with no more than a link. */
    guest() {
      return new Person<Context>({ ...this.person().context, caller: undefined })
    },
  }
}

export class Person<C extends Context = SignedInContext> {
  readonly context: C

  constructor(context: C) {
    this.context = context
  }

  /** Opens an address and follows redirects. */
  async open(address: string): Promise<Visit> {
    const result = await this.#enter(address).load()
    return 'redirect' in result ? this.open(result.redirect) : visit(result)
  }

  /** Sends a page's form as a browser does; a refused form shows the page again. */
  async send(address: string, body: FormValues, files: UploadedFile[] = []): Promise<Visit> {
    const page = this.#enter(address)
    try {
      const result = await page.submit({ body, files })
      return visit('again' in result ? await page.load({ values: body, problems: [] }) : result)
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error
      const attempt = { values: body, problems: error.problems }
      return visit(await page.load(attempt))
    }
  }

  #enter(address: string) {
    const { route, query } = routeAt(address)
    if (route.kind !== 'page') throw new TypeError(`${address} is no page`)
    return route.enter(this.context, query)
  }

  follow(address: string, signal: AbortSignal) {
    const { route, query } = routeAt(address)
    if (route.kind !== 'stream') throw new TypeError(`${address} is no stream`)
    return route.enter(this.context, query)(signal)
  }
}

function visit(result: PageResult): Visit {
  if ('redirect' in result) return { redirect: result.redirect, data: {} }
  if ('leave' in result) return { leave: result.leave, data: {} }
  if (!('view' in result)) throw new TypeError('a seller has no files to keep')
  checkView(result.view, result.data)
  return { view: result.view, data: result.data }
}

function routeAt(address: string) {
  const { pathname, searchParams } = new URL(address, 'http://market')
  const route = accountPages.find(({ path }) => path === pathname)
  if (!route) throw new TypeError(`no page at ${address}`)
  return { route, query: () => Object.fromEntries(searchParams) }
}
