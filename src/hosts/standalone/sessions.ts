/**
 * Who is signed in. A session is a row of the database and a cookie with its id and a secret, of which the row has
 * only a digest: who reads the database cannot sign in with it.
 *
 * @module
 */
import { hash, randomBytes, randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Config } from '../../config/config.ts'
import type { Services } from '../../context/context.ts'
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

/** Milliseconds that a session is known without asking the database: what proxied requests are fast by. */
const MEMORY_LIFE = 5_000
/** People remembered at once; beyond it the one who was away longest is forgotten. */
const MEMORY_SIZE = 10_000

const digest = (secret: string) => hash('sha256', secret, 'base64url')

interface Known {
  until: number
  finding: Promise<SignedIn | undefined>
  /** Undefined while it is looked up. */
  signedIn: SignedIn | undefined
}

/** What sessions stand on. */
type SessionsParts = Pick<Services, 'storage' | 'announcements' | 'now'> & { config: Pick<Config, 'appid'> }

export class Sessions {
  readonly #parts: SessionsParts
  readonly #known = new LRUCache<string, Known>({ max: MEMORY_SIZE })

  constructor(parts: SessionsParts) {
    this.#parts = parts
    // Also of one that is being looked up: what is found then is not kept.
    parts.announcements.subscribeToSessionEnds((end) => {
      if (end) this.#known.delete(end.sessionid)
      else this.#known.clear()
    })
  }

  /** Signs a person in with a new session, never one that existed before. @returns the cookie's value */
  async open(accountid: string): Promise<string> {
    const sessionid = randomUUID()
    const secret = randomBytes(32).toString('base64url')
    const { storage, now } = this.#parts
    const createdAt = now()
    await sessionStore(storage).insert({
      sessionid,
      accountid,
      tokenHash: digest(secret),
      csrfToken: randomBytes(32).toString('base64url'),
      createdAt,
      expiresAt: new Date(createdAt.getTime() + SESSION_LIFE * 1000),
    })
    return `${sessionid}.${secret}`
  }

  /** @param cookie the cookie's value as the browser sent it */
  async ofCookie(cookie: string): Promise<SignedIn | undefined> {
    const [sessionid, secret] = halves(cookie)
    const signedIn = sessionid && secret ? await this.#find(sessionid) : undefined
    return signedIn && isOpenedBy(secret, signedIn) ? signedIn : undefined
  }

  /** As `ofCookie`, when that is in memory. */
  ready(cookie: string): SignedIn | undefined {
    const [sessionid, secret] = halves(cookie)
    const now = this.#parts.now().getTime()
    const { signedIn } = this.#knownAt(now, sessionid) ?? {}
    return signedIn && isValidAt(now, signedIn) && isOpenedBy(secret, signedIn) ? signedIn : undefined
  }

  /** For an application server that was told both ids in a request of that person. */
  async ofPerson(accountid: string, sessionid: string): Promise<SignedIn | undefined> {
    const signedIn = await this.#find(sessionid)
    return signedIn?.session.accountid === accountid ? signedIn : undefined
  }

  /** Ends it here and, where instances tell each other, at all of them at once. */
  async end(sessionid: string): Promise<void> {
    const { config, storage, announcements } = this.#parts
    try {
      await sessionStore(storage).delete(sessionid)
    } finally {
      // Also when it is not known whether it was deleted: the database will say.
      announcements.sessionEnded({ appid: config.appid, sessionid })
    }
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

  /** Kept as a promise, too: a burst of requests of one person asks the database once. */
  #startFinding(now: number, sessionid: string): Known {
    const finding = forSeveral(() => sessionStore(this.#parts.storage).find(sessionid))
    const known: Known = { until: now + MEMORY_LIFE, finding, signedIn: undefined }
    this.#known.set(sessionid, known)
    const forget = () => {
      if (this.#known.get(sessionid) === known) this.#known.delete(sessionid)
    }
    // A made-up id must not push out somebody who is signed in, nor a failure outlive its cause.
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

/** How long comparing takes says something of the digest, which helps nobody to a secret that has it. */
function isOpenedBy(secret: string, { session }: SignedIn): boolean {
  return digest(secret) === session.tokenHash
}
