/**
 * Lets replicas of the database answer what people read, and yet shows everybody what they wrote themselves: also the one
 * who changed rows of somebody else, and also when another instance answers next. That one is told by a cookie.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { Services } from '../context/context.ts'
import type { HostHooks } from './host-hooks.ts'
import { contextOf } from './request-context.ts'

/** Names the person's last write, and tells nothing else; only set when there are replicas. */
export const WROTE_COOKIE = 'connect-wrote'

/** Seconds. By then a replica has the write, or is left out because it is far behind. */
const COOKIE_LIFE = 60

/** Writes that are known by their cookie at once; beyond it the oldest is forgotten, which only costs reads on the primary. */
const CAPACITY = 10_000

/** Runs a handler so that what it reads comes from the right server. */
type Follow = (request: Request, response: Response, handle: () => unknown) => unknown

/**
 * @example
 * const follow = readYourWrites(services, hooks)
 * router.get('/', (request, response, next) => follow(request, response, () => handler(request, response, next)))
 */
export function readYourWrites({ storage, config }: Services, hooks: HostHooks): Follow {
  if (storage.replicas().length === 0) return (_request, _response, handle) => handle()

  const known = new Set<string>()
  const remember = (write: string) => {
    known.add(write)
    const [oldest] = known
    if (known.size > CAPACITY && oldest !== undefined) known.delete(oldest)
  }
  const cookie = (value: string, request: Request) =>
    stringifySetCookie({
      name: WROTE_COOKIE,
      value,
      path: hooks.base(request) || '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: config.url.startsWith('https:'),
      maxAge: COOKIE_LIFE,
    })

  return (request, response, handle) => {
    const { caller } = contextOf(response)
    if (!caller) return handle()
    if (request.method === 'GET' || request.method === 'HEAD') {
      const write = parseCookie(request.headers.cookie ?? '')[WROTE_COOKIE]
      if (write && /^[\w-]{1,64}$/.test(write) && !known.has(write)) {
        remember(write)
        storage.wrote(caller)
      }
      return storage.reading(caller, handle)
    }
    const write = randomBytes(12).toString('base64url')
    remember(write)
    response.append('set-cookie', cookie(write, request))
    return storage.writing(caller, async () => handle())
  }
}
