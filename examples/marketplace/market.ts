/** The craft market: an app behind the dashboard, which signs people in before their requests arrive here. */
import path from 'node:path'
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import type { Html } from '../html.ts'
import { connectHeaders, type DashboardApi, isFromDashboard, type Person, readPerson } from './dashboard.ts'
import type { Goods } from './goods.ts'
import { earningsPage, frontPage, messagePage, page, type SellForm, sellPage } from './pages.ts'

export interface MarketOptions {
  goods: Goods
  api: DashboardApi
  /** The secret with which the dashboard proves that a request is its own. */
  token: string
  /** True when no real Stripe is behind this market: every page says so. */
  offline: boolean
}

const PRICE = /^\d{1,6}([.,]\d{1,2})?$/

export function createMarket({ goods, api, token, offline }: MarketOptions): Express {
  const app = express().disable('x-powered-by')
  app.use((_request, response, next) => {
    response.set({
      'content-security-policy':
        "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    })
    next()
  })
  app.use(express.static(path.join(import.meta.dirname, 'public'), { maxAge: '1h', index: false }))
  app.use(onlyFromDashboard(token))
  app.use(express.urlencoded({ extended: false, limit: '10kb' }), sameOriginOnly)

  app.get('/', (request, response) => {
    const person = readPerson(request.headers)
    const body = frontPage(goods.all(), person, connectHeaders(request.headers))
    send(request, response, 'Goods', body)
  })

  app.get('/sell', sellersOnly, (request, response) => {
    showSell(request, response, { name: '', price: '', problem: undefined })
  })

  app.post('/sell', sellersOnly, (request, response) => {
    const name = String(request.body?.name ?? '').trim()
    const price = String(request.body?.price ?? '').trim()
    const problem =
      !name || name.length > 80
        ? 'Say in up to 80 letters what it is.'
        : !PRICE.test(price) || cents(price) === 0
          ? 'Give a price like 24.00.'
          : undefined
    if (problem !== undefined) {
      response.status(400)
      showSell(request, response, { name, price, problem })
      return
    }
    const { accountid, stripeid } = seller(response)
    goods.add({
      name,
      maker: 'A new stall',
      price: cents(price),
      accountid,
      ...(stripeid !== undefined && { stripeid }),
    })
    response.redirect(303, '/sell')
  })

  app.post('/sell/remove', sellersOnly, (request, response) => {
    goods.remove(String(request.body?.id ?? ''), seller(response).accountid)
    response.redirect(303, '/sell')
  })

  app.get('/earnings', async (request, response) => {
    const person = readPerson(request.headers)
    if (!person) {
      response.redirect(303, '/account/signin?return-url=%2Fearnings')
      return
    }
    const payouts = await api.payouts(person).catch((error: Error) => {
      process.stderr.write(`${error.message}\n`)
      return undefined
    })
    response.status(payouts ? 200 : 502)
    send(request, response, 'Earnings', earningsPage(payouts))
  })

  // The dashboard asks before a person deletes the account that pays them.
  app.get('/api/check-before-delete-stripe-account', (request, response) => {
    const stripeid = String(request.query.stripeid ?? '')
    response.json({ redirect: goods.isSelling(stripeid) ? '/sell' : false })
  })

  app.use((request, response) => {
    response.status(404)
    send(request, response, 'Not found', messagePage('Not found', 'There is no stall at this address.'))
  })

  function send(request: Request, response: Response, title: string, body: Html): void {
    const person = readPerson(request.headers)
    const options = { title, offline, person, path: request.path }
    response.set('cache-control', 'no-store').send(page(options, body))
  }

  function showSell(request: Request, response: Response, form: SellForm): void {
    send(request, response, 'Sell', sellPage(goods.of(seller(response).accountid), form))
  }

  return app
}

function onlyFromDashboard(token: string): RequestHandler {
  return (request, response, next) => {
    if (isFromDashboard(request.headers, token)) return next()
    response.status(403).type('text/plain').send('Open the market through the dashboard.\n')
  }
}

/** This app's forms carry no token. Instead, the browser says which site a form is from. */
const sameOriginOnly: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' || request.method === 'HEAD') return next()
  const site = request.get('sec-fetch-site')
  const origin = request.get('origin')
  const own =
    site === undefined
      ? origin === undefined || hostOf(origin) === request.get('x-forwarded-host')
      : site === 'same-origin'
  if (own) return next()
  response.status(403).type('text/plain').send('This form came from another website.\n')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

/** Guests sign in first, and people who cannot be paid register first; both then come back. */
const sellersOnly: RequestHandler = (request, response, next) => {
  const person = readPerson(request.headers)
  if (person?.active) {
    response.locals.seller = person
    return next()
  }
  const target = person ? '/account/connect/create-stripe-account' : '/account/signin'
  response.redirect(303, `${target}?return-url=%2Fsell`)
}

const seller = (response: Response): Person => response.locals.seller as Person

const cents = (price: string): number => Math.round(Number(price.replace(',', '.')) * 100)
