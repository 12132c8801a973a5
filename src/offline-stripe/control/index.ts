/**
 * The offline Stripe's own routes, below `/_offline-stripe` and without a key: the clock, faults, the log of requests, and a
 * reset.
 *
 * @module
 */
import { escapeHtml, page } from '../content.ts'
import { invalidParameter } from '../errors.ts'
import type { RequestLog } from '../http/request-log.ts'
import {
  boolean,
  decimal,
  either,
  hash,
  integer,
  LATEST_TIME,
  list,
  oneOf,
  parameters,
  string,
} from '../parameters.ts'
import type { StripeApi } from '../stripe-api.ts'
import { time } from '../time.ts'

const TEN_YEARS = 10 * 366 * 24 * 60 * 60
const TEN_MINUTES = 600

/** Seconds to advance by, or a time to move to. The clock never goes back. */
const CLOCK = parameters({ advance: integer({ min: 0 }), now: time() })

/** The only way to turn the clock back: a demo's history begins at an earlier time. */
const RESET = parameters({ now: time() })

const FAULTS = parameters({
  duplicate: integer({ min: 0, max: 100 }),
  delay: decimal({ min: 0, max: TEN_MINUTES }),
  shuffle: boolean(),
  drop: either(integer({ min: 0 }), list(string())),
  account_creation_limit: integer({ min: 0 }),
  api: hash({
    method: oneOf('GET', 'POST', 'DELETE'),
    path: string(),
    times: integer({ min: 1 }),
    done: boolean(),
    kept: boolean(),
    status: integer({ min: 400, max: 599 }),
    error: hash({ code: string(), param: string(), message: string() }),
    hang: boolean(),
    latency: decimal({ min: 0, max: TEN_MINUTES }),
  }),
})

/** `onReset` runs after everything was forgotten. */
export function controlRoutes(api: StripeApi, log: RequestLog, onReset: () => void): void {
  const clock = () => ({ now: api.clock.now() })

  api.route({ method: 'GET', path: '/_offline-stripe/clock', handle: clock })

  api.route({
    method: 'POST',
    path: '/_offline-stripe/clock',
    handle(request) {
      const { advance = 0, now } = CLOCK(request.input)
      const before = api.clock.now()
      const after = now ?? before + advance
      if (after - before > TEN_YEARS || after > LATEST_TIME) {
        throw invalidParameter(
          'The clock moves by at most ten years at once, and not beyond the year 3000.',
          {
            param: now === undefined ? 'advance' : 'now',
          },
        )
      }
      api.clock.moveTo(after)
      return clock()
    },
  })

  api.route({
    method: 'POST',
    path: '/_offline-stripe/faults',
    handle(request) {
      api.faults.set(FAULTS(request.input))
      return {}
    },
  })

  api.route({
    method: 'DELETE',
    path: '/_offline-stripe/faults',
    handle() {
      api.faults.clear()
      return {}
    },
  })

  api.route({ method: 'GET', path: '/_offline-stripe/requests', handle: () => ({ data: log.all() }) })

  api.route({
    method: 'POST',
    path: '/_offline-stripe/reset',
    handle(request) {
      api.reset(RESET(request.input).now)
      log.clear()
      onReset()
      return {}
    },
  })

  for (const path of ['/', '/_offline-stripe', '/_offline-stripe/']) {
    api.route({ method: 'GET', path, handle: () => frontPage(api.clock.now()) })
  }
}

function frontPage(now: number) {
  const time = escapeHtml(new Date(now * 1000).toISOString())
  return page(
    'Offline Stripe',
    `<p>This stands in for Stripe while there is no key: no real money, no real verification.</p>
<p>It answers the part of Stripe's API that this marketplace uses, to any key that begins with <code>sk_test_</code>.</p>
<p>Its clock says <time>${time}</time>.</p>`,
  )
}
