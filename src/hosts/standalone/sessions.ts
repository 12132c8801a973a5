/**
 * Keeps people signed in. A session is a row in the database and a cookie with its id and a secret. The row has only a digest of
 * the secret, so a reader of the database cannot sign in with it.
 *
 * @module
 */

import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Config } from '../../config/config.ts'
import type { Services } from '../../context/context.ts'
import { digestOf, newSecret } from '../../core/secrets.ts'
import { forSeveral, waitFor } from '../../storage/waiting.ts'
import type { SessionRow } from './store/sessions.ts'
import { sessionStore } from './store/sessions.ts'
import type { UserRow } from './store/users.ts'

export interface SignedIn {
  session: SessionRow
  user: UserRow
}

/** Seconds that a person stays signed in. */
export const SESSION_LIFE = 7 * 24 * 60 * 60

/** Milliseconds that a session stays in memory, so that proxied requests need no query. */
const MEMORY_LIFE = 5_000
/** Sessions in memory at once; beyond that the least recently used is forgotten. */
const MEMORY_SIZE = 10_000

interface Known {
  until: number
  finding: Promise<SignedIn | undefined>
  /** Undefined while it is looked up. */
  signedIn: SignedIn | undefined
}

/** What sessions need. */
type SessionsParts = Pick<Services, 'storage' | 'announcements' | 'now'> & { config: Pick<Config, 'appid'> }

export class Sessions {
  readonly #parts: SessionsParts
  readonly #known = new LRUCache<string, Known>({ max: MEMORY_SIZE })

  constructor(parts: SessionsParts) {
    this.#parts = parts
    // This includes a session that is being looked up: its result is not kept.
    parts.announcements.subscribeToSessionEnds((end) => {
      if (end) this.#known.delete(end.sessionid)
      else this.#known.clear()
    })
  }

  /**
   * Signs a person in with a new session, never one that existed before. Their oldest ends when there are too many.
   *
   * @returns the cookie's value
   */
  async open(accountid: string): Promise<string> {
    const sessionid = randomUUID()
    const secret = newSecret()
    const { storage, now } = this.#parts
    const createdAt = now()
    const store = sessionStore(storage)
    await store.insert({
      sessionid,
      accountid,
      tokenHash: digestOf(secret),
      csrfToken: newSecret(),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + SESSION_LIFE * 1000),
    })
    for (const ended of await store.endOldest(accountid)) this.announceEnd(ended)
    return `${sessionid}.${secret}`
  }

  /** @param cookie the cookie's value as the browser sent it */
  async ofCookie(cookie: string): Promise<SignedIn | undefined> {
    const [sessionid, secret] = halves(cookie)
    const signedIn = sessionid && secret ? await this.#find(sessionid) : undefined
    return signedIn && isOpenedBy(secret, signedIn) ? signedIn : undefined
  }

  /** As `ofCookie`, when the session is in memory. */
  ready(cookie: string): SignedIn | undefined {
    const [sessionid, secret] = halves(cookie)
    const now = this.#parts.now().getTime()
    const { signedIn } = this.#knownAt(now, sessionid) ?? {}
    return signedIn && isValidAt(now, signedIn) && isOpenedBy(secret, signedIn) ? signedIn : undefined
  }

  /** For an application server, which received both ids with a request of the person. */
  async ofPerson(accountid: string, sessionid: string): Promise<SignedIn | undefined> {
    const signedIn = await this.#find(sessionid)
    return signedIn?.session.accountid === accountid ? signedIn : undefined
  }

  /** Ends a session here and, if a Redis connects them, in all other instances at once. */
  async end(sessionid: string): Promise<void> {
    try {
      await sessionStore(this.#parts.storage).delete(sessionid)
    } finally {
      // Also after an error, when the row may be left: the next look-up asks the database.
      this.announceEnd(sessionid)
    }
  }

  /** Tells every instance that a session has ended. */
  announceEnd(sessionid: string): void {
    const { config, announcements } = this.#parts
    announcements.sessionEnded({ appid: config.appid, sessionid })
  }

  async #find(sessionid: string): Promise<SignedIn | undefined> {
    const now = this.#parts.now().getTime()
    const known = this.#knownAt(now, sessionid) ?? this.#startFinding(now, sessionid)
    const signedIn = await waitFor(known.finding)
    return signedIn && isValidAt(now, signedIn) ? signedIn : undefined
  }

  #knownAt(now: number, sessionid: string): Known | undefined {
    const known = this.#known.get(sessionid)
    return known && known.until > now ? known : undefined
  }

  /** Keeps the promise, too, so that a burst of a person's requests asks the database once. */
  #startFinding(now: number, sessionid: string): Known {
    const finding = forSeveral(() => sessionStore(this.#parts.storage).find(sessionid))
    const known: Known = { until: now + MEMORY_LIFE, finding, signedIn: undefined }
    this.#known.set(sessionid, known)
    const forget = () => {
      if (this.#known.get(sessionid) === known) this.#known.delete(sessionid)
    }
    // A made-up id must not push out a real session, and a failure must not outlive its cause.
    finding.then((signedIn) => {
      if (signedIn) known.signedIn = signedIn
      else forget()
    }, forget)
    return known
  }
}

function halves(cookie: string): [sessionid: string, secret: string] {
  const [sessionid = '', secret = ''] = cookie.split('.', 2)
  return [sessionid, secret]
}

function isValidAt(now: number, { session }: SignedIn): boolean {
  return session.expiresAt.getTime() > now
}

/** The time of the comparison reveals something of the digest, which does not help to find the secret. */
function isOpenedBy(secret: string, { session }: SignedIn): boolean {
  return digestOf(secret) === session.tokenHash
}
