/** The craft market: an app behind the dashboard, which signs people in before their requests arrive here. */
import path from 'node:path'
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import { buying } from './buying.ts'
import { readPerson } from './dashboard.ts'
import { onlyFromDashboard, sameOriginOnly, securityHeaders } from './guards.ts'
import type { MarketOptions, Show } from './options.ts'
import { messagePage, page } from './pages/frame.ts'
import { selling } from './selling.ts'

export function createMarket(options: MarketOptions): Express {
  const show: Show = (request, response, title, body) => {
    const person = readPerson(request.headers)
    const frame = { title, offline: options.payments !== undefined, person, path: request.path }
    response.set('cache-control', 'no-store').send(page(frame, body))
  }
  const tell = (request: Request, response: Response, title: string, sentence: string) =>
    show(request, response, title, messagePage(title, sentence))

  const app = express().disable('x-powered-by')
  app.use(securityHeaders)
  app.use(express.static(path.join(import.meta.dirname, 'public'), { maxAge: '1h', index: false }))
  app.use(onlyFromDashboard(options.token))
  app.use(sameOriginOnly, express.urlencoded({ extended: false, limit: '10kb' }))
  app.use(buying(options, show), selling(options, show))
  app.use((request, response) =>
    tell(request, response.status(404), 'Not found', 'There is no stall at this address.'),
  )

  // Express knows a handler for errors by its four parameters.
  const onError: ErrorRequestHandler = (error: Error & { status?: number }, request, response, _next) => {
    const { status = 500 } = error
    if (status < 500)
      return tell(request, response.status(status), 'Not understood', 'Go back and try again.')
    process.stderr.write(`${error.stack}\n`)
    tell(request, response.status(500), 'Something went wrong', 'It went wrong on our side. Try again soon.')
  }
  app.use(onError)
  return app
}
