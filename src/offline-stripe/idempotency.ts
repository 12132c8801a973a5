/**
 * Idempotency keys: the first answer to a key is the answer to every later call with it
 * (https://docs.stripe.com/api/idempotent_requests).
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { StripeError } from './errors.ts'
import type { ApiRequest, Clock, Store } from './resource-api.ts'

const KIND = '_idempotency'
const KEPT_SECONDS = 24 * 60 * 60
const MAX_LENGTH = 255

/** The first answer to a key. */
export interface SavedAnswer {
  status: number
  body: unknown
  /** The id of the request with this answer. */
  request: string
}

/** One caller's use of a key for one call. */
export interface KeyUse {
  key: string
  /** Includes the account, because the same key of two accounts is two keys. */
  id: string
  path: string
  /** Tells whether two calls with the key are the same call. */
  fingerprint: string
}

type Saved = SavedAnswer & Pick<KeyUse, 'fingerprint' | 'path'>

export class IdempotencyKeys {
  readonly #store: Store
  readonly #clock: Clock
  readonly #inFlight = new Set<string>()

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
    clock.daily('idempotency-keys.forget', () => {
      for (const row of store.scan(KIND, { oldestFirst: true })) {
        if (!this.#expired(row.created)) break
        store.delete(KIND, row.id)
      }
    })
  }

  /**
   * Begins a call: returns the saved answer, if there is one, and otherwise holds the key until {@link release}. Throws 400
   * when the key was used for another call, and 409 while the first call has no answer yet.
   */
  claim(use: KeyUse): SavedAnswer | undefined {
    const saved = this.#store.get<Saved>(KIND, use.id)
    if (saved && !this.#expired(saved.created)) {
      if (saved.object.fingerprint === use.fingerprint) return saved.object
      const rule =
        saved.object.path === use.path
          ? 'with the same parameters they were first used with'
          : `for the same endpoint they were first used for ('${use.path}' vs '${saved.object.path}')`
      throw new StripeError(400, {
        type: 'idempotency_error',
        message: `Keys for idempotent requests can only be used ${rule}. Try using a key other than '${use.key}' if you meant to execute a different request.`,
      })
    }
    if (this.#inFlight.has(use.id)) {
      throw new StripeError(409, {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${use.key}. Please try again later.`,
      })
    }
    this.#inFlight.add(use.id)
    return undefined
  }

  save(use: KeyUse, answer: SavedAnswer): void {
    const object: Saved = { fingerprint: use.fingerprint, path: use.path, ...answer }
    this.#store.put(KIND, { id: use.id, account: undefined, created: this.#clock.now(), object, secret: {} })
  }

  release(use: KeyUse): void {
    this.#inFlight.delete(use.id)
  }

  #expired(created: number): boolean {
    return created + KEPT_SECONDS <= this.#clock.now()
  }
}

/** A call's use of the key in its header; undefined without a key. Only POST calls have keys. */
export function keyUse(
  key: string | undefined,
  method: string,
  path: string,
  request: ApiRequest,
): KeyUse | undefined {
  if (key === undefined || method !== 'POST') return undefined
  if (key.length > MAX_LENGTH) {
    throw new StripeError(400, {
      type: 'invalid_request_error',
      message: `Idempotency keys can be at most ${MAX_LENGTH} characters long.`,
    })
  }
  const call = [method, path, ordered(request.input), request.file?.name]
  const hash = createHash('sha256').update(JSON.stringify(call))
  if (request.file) hash.update(request.file.bytes)
  return { key, id: `${request.account ?? 'platform'}/${key}`, path, fingerprint: hash.digest('hex') }
}

/** The same for the same parameters in any order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const names = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return names.map(([name, each]) => [name, ordered(each)])
}
