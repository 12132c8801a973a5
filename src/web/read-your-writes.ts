/**
 * Lets database replicas answer reads, and still shows everybody their own writes: also a person who changed somebody else's
 * rows, and also when another instance answers next. A cookie tells that instance.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'
import type { Services } from '../context/context.ts'
import type { HostHooks } from './host-hooks.ts'
import { contextOf } from './request-context.ts'

/** Names the person's last write and nothing else; only set when there are replicas. */
export const WROTE_COOKIE = 'connect-wrote'

/** Seconds. By then a replica has the write, or is not used because it is too far behind. */
const COOKIE_LIFE = 60

/** Writes remembered at once. Beyond that the oldest is forgotten, which only costs reads on the primary. */
const CAPACITY = 10_000

/** Runs a handler so that it reads from the right database server. */
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
