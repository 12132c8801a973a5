/** What each request passes before a page of the market answers it. */
import type { RequestHandler, Response } from 'express'
import { isFromDashboard, type Person, readPerson, type SellerAccount } from './dashboard.ts'

/** A person with a Stripe account, who may list goods. */
export interface Seller extends Person {
  account: SellerAccount
}

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy':
      "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  })
  next()
}

export function onlyFromDashboard(token: string): RequestHandler {
  return (request, response, next) => {
    if (isFromDashboard(request.headers, token)) return next()
    response.status(403).type('text/plain').send('Open the market through the dashboard.\n')
  }
}

/** This app's forms carry no token. Instead, the browser says which site a form is from. */
export const sameOriginOnly: RequestHandler = (request, response, next) => {
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

/** Guests sign in first, and people without a Stripe account register to be paid first; both then come back. */
export const sellersOnly: RequestHandler = (request, response, next) => {
  const person = readPerson(request.headers)
  if (person?.account) {
    response.locals.seller = person
    return next()
  }
  if (person && !person.known) {
    const sentence = 'Whether you are a seller is not known at the moment. Try again soon.\n'
    response.status(503).type('text/plain').send(sentence)
    return
  }
  const target = person ? '/account/connect/create-stripe-account' : '/account/signin'
  response.redirect(303, `${target}?return-url=%2Fsell`)
}

/** The seller whom `sellersOnly` let through. */
export const sellerOf = (response: Response): Seller => response.locals.seller as Seller
