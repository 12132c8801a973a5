/** The app's sign-in: registering, signing in and out, and who is asking. */
import { parseCookie } from 'cookie'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Html } from '../html.ts'
import { accountPage } from './pages.ts'
import type { People, Session } from './people.ts'

const COOKIE = 'practice-room'

/** Finds the visitor's session, for all routes after it. */
export function rememberVisitor(people: People): RequestHandler {
  return (request, _response, next) => {
    Object.assign(request, { visitor: people.session(secretOf(request)) })
    next()
  }
}

/** @returns undefined for a guest */
export function visitor(request: Request): Session | undefined {
  return (request as Request & { visitor?: Session }).visitor
}

/** Answers with a page of the site. */
export type Show = (request: Request, response: Response, title: string, body: Html) => void

export function signIn(people: People, show: Show): Router {
  const router = Router()
  const enter = (response: Response, secret: string, returnUrl: string) => {
    response.cookie(COOKIE, secret, { httpOnly: true, sameSite: 'lax' })
    response.redirect(303, returnUrl)
  }

  router.get('/register', (request, response) => {
    show(request, response, 'Register', accountPage('register', returnUrlOf(request), {}))
  })
  router.post('/register', (request, response) => {
    const { name, email, password } = posted(request)
    const problem =
      !name || !/^\S+@\S+$/.test(email) || password.length < 10
        ? 'Give your name, your e-mail address and a password of at least 10 characters.'
        : undefined
    const person = problem === undefined ? people.register(name, email, password) : undefined
    if (person) return enter(response, people.signIn(person), returnUrlOf(request))
    const typed = { name, email, problem: problem ?? 'This address is registered already.' }
    show(request, response.status(400), 'Register', accountPage('register', returnUrlOf(request), typed))
  })

  router.get('/signin', (request, response) => {
    show(request, response, 'Sign in', accountPage('signin', returnUrlOf(request), {}))
  })
  router.post('/signin', (request, response) => {
    const { email, password } = posted(request)
    const person = people.check(email, password)
    if (person) return enter(response, people.signIn(person), returnUrlOf(request))
    const typed = { email, problem: 'The e-mail address or the password is wrong.' }
    show(request, response.status(400), 'Sign in', accountPage('signin', returnUrlOf(request), typed))
  })

  router.post('/signout', (request, response) => {
    people.signOut(secretOf(request))
    response.clearCookie(COOKIE).redirect(303, '/')
  })
  return router
}

function secretOf(request: Request): string | undefined {
  return parseCookie(request.headers.cookie ?? '')[COOKIE]
}

/** Only a path on this site: a link must not lead people off it. */
function returnUrlOf(request: Request): string {
  const value = request.query['return-url']
  return typeof value === 'string' && /^\/(?![/\\])[\x21-\x7e]*$/.test(value) ? value : '/'
}

function posted({ body = {} }: Request): { name: string; email: string; password: string } {
  const { name, email, password } = body as Record<string, unknown>
  return {
    name: String(name ?? '').trim(),
    email: String(email ?? '').trim(),
    password: String(password ?? ''),
  }
}
