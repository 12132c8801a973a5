/**
 * The practice room: an app with people, sessions and a design of its own. The module does everything about payments, below
 * `/payments`.
 */
import path from 'node:path'
import express, { type Express, type Request, type RequestHandler } from 'express'
// In your app: from '@layeredapps/stripe-connect'.
import { type StripeConnect, stripeConnect } from '../../src/index.ts'
import { Html } from '../html.ts'
import { lessons, readLesson } from './lessons.ts'
import { documentOf, headersPage, homePage, messagePage, teachPage } from './pages.ts'
import type { People } from './people.ts'
import { rememberVisitor, type Show, signIn, visitor } from './sign-in.ts'

const MOUNT = '/payments'

export interface SiteOptions {
  /** The public address of the site. */
  url: string
  people: People
  /** The folder for the module's database file and the offline Stripe's state. */
  dataFolder: string
}

export function createSite({ url, people, dataFolder }: SiteOptions): {
  app: Express
  connect: StripeConnect
} {
  const connect = stripeConnect<Request>({
    url: url + MOUNT,
    authenticate: (request) => {
      const session = visitor(request)
      return (
        session && {
          accountid: session.person.id,
          sessionid: session.id,
          administrator: session.person.admin,
        }
      )
    },
    signIn: (returnUrl) => `/signin?return-url=${encodeURIComponent(returnUrl)}`,
    layout: ({ title, language, head, body }, request) => {
      const page = {
        title: new Html(title),
        language,
        head: new Html(head),
        visitor: visitor(request),
        path: request.originalUrl,
      }
      return documentOf(page, new Html(body))
    },
    env: { CONNECT_DATA: dataFolder, ...process.env },
  })

  const app = express().disable('x-powered-by')
  app.use(securityHeaders)
  app.use(express.static(path.join(import.meta.dirname, 'public'), { maxAge: '1h', index: false }))
  app.use(rememberVisitor(people))
  // Before the body parser, because Stripe signs the bytes of its requests.
  app.use(MOUNT, connect)
  app.use(connect.headers)
  app.use(express.urlencoded({ extended: false, limit: '10kb' }), sameOriginOnly)
  app.use(signIn(people, show))

  app.get('/', (request, response) => show(request, response, 'Lessons', homePage(lessons)))

  app.get('/headers', (request, response) =>
    show(request, response, 'Headers', headersPage(visitor(request), request.headers)),
  )

  app.use('/teach', signedInOnly, connect.requireConnectAccount)
  app.get('/teach', (request, response) => show(request, response, 'Teach', teachPage({})))
  app.post('/teach', (request, response) => {
    const [account] = JSON.parse(String(request.headers['x-stripe-accounts-active'])) as { id: string }[]
    const { lesson, problem } = readLesson(request.body, visitor(request)?.person.name ?? '', account?.id)
    if (!lesson) return show(request, response.status(400), 'Teach', teachPage({ ...request.body, problem }))
    lessons.unshift(lesson)
    response.redirect(303, '/')
  })

  app.use((request, response) =>
    show(
      request,
      response.status(404),
      'Not found',
      messagePage('Not found', 'Nobody practises at this address.'),
    ),
  )
  return { app, connect }
}

const show: Show = (request, response, title, body) => {
  const page = { title, visitor: visitor(request), path: request.originalUrl }
  response.set('cache-control', 'no-store').send(documentOf(page, body))
}

const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy':
      "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  })
  next()
}

/** The app's own forms carry no token. Instead, the browser's `sec-fetch-site` says which site a form is from. */
const sameOriginOnly: RequestHandler = (request, response, next) => {
  const site = request.get('sec-fetch-site')
  if (request.method === 'GET' || request.method === 'HEAD' || site === 'same-origin' || site === 'none')
    return next()
  show(
    request,
    response.status(403),
    'Refused',
    messagePage('Refused', 'This form came from another website.'),
  )
}

const signedInOnly: RequestHandler = (request, response, next) => {
  if (visitor(request)) return next()
  response.redirect(303, `/signin?return-url=${encodeURIComponent(request.originalUrl)}`)
}
