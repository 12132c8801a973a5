/**
 * The simulator's own routes, below `/_simulator` and without a key: time, faults, what was asked, a clean slate.
 *
 * @module
 */
import { escapeHtml, page } from '../content.ts'
import type { RequestLog } from '../http/request-log.ts'
import type { Machine } from '../machine.ts'
import {
  boolean,
  decimal,
  either,
  hash,
  integer,
  list,
  oneOf,
  parameters,
  string,
  timestamp,
} from '../parameters.ts'

const TEN_YEARS = 10 * 366 * 24 * 60 * 60
const TEN_MINUTES = 600

/** Seconds to go on by, or a moment to go on to; a clock that is later already stays as it is. */
const CLOCK = parameters({ advance: integer({ min: 0, max: TEN_YEARS }), now: timestamp() })

/** A history is made from some time on: the one way to turn the clock back. */
const RESET = parameters({ now: timestamp() })

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
    status: integer({ min: 400, max: 599 }),
    hang: boolean(),
    latency: decimal({ min: 0, max: TEN_MINUTES }),
  }),
})

export function controlRoutes(machine: Machine, log: RequestLog): void {
  const time = () => ({ now: machine.clock.now() })

  machine.route({ method: 'GET', path: '/_simulator/clock', handle: time })

  machine.route({
    method: 'POST',
    path: '/_simulator/clock',
    handle(request) {
      const { advance, now } = CLOCK(request.input)
      machine.clock.moveTo(now ?? machine.clock.now() + (advance ?? 0))
      return time()
    },
  })

  machine.route({
    method: 'POST',
    path: '/_simulator/faults',
    handle(request) {
      machine.faults.set(FAULTS(request.input))
      return {}
    },
  })

  machine.route({
    method: 'DELETE',
    path: '/_simulator/faults',
    handle() {
      machine.faults.clear()
      return {}
    },
  })

  machine.route({ method: 'GET', path: '/_simulator/requests', handle: () => ({ data: log.all() }) })

  machine.route({
    method: 'POST',
    path: '/_simulator/reset',
    handle(request) {
      machine.reset(RESET(request.input).now)
      log.clear()
      return {}
    },
  })

  for (const path of ['/', '/_simulator', '/_simulator/']) {
    machine.route({ method: 'GET', path, handle: () => frontPage(machine.clock.now()) })
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
