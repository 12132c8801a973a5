/**
 * What Stripe supports in each country, which changes a few times a year. The last answer is kept in memory and in the
 * database, so that pages with a choice of countries work while Stripe does not answer.
 *
 * @see https://docs.stripe.com/api/country_specs
 * @module
 */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { ConnectError } from '../core/errors.ts'
import { within, withinTogether } from '../core/within.ts'
import { timeLeft, waitingAtMost } from './patience.ts'
import { countrySpecShape } from './shapes.ts'

const DAY = 24 * 60 * 60 * 1000

const SETTING = 'country-specs'

/** Far more than the number of countries. */
const MOST = 1_000

/** Milliseconds for a fetch. It serves every caller, so one caller's short time limit does not apply to it. */
const PATIENCE = 30_000

/** Milliseconds after which a fetch is given up, whatever it waits for, so that no caller waits for ever. */
const LONGEST = 40_000

/** Milliseconds after which a fetch that is not answered hangs. */
const HANGING = 5_000

interface Parts {
  stripe: Stripe
  storage: {
    settings: {
      get(name: string): Promise<string | undefined>
      set(name: string, value: string): Promise<void>
    }
  }
  now(): Date
}

interface Fetched {
  at: number
  specs: readonly Stripe.CountrySpec[]
}

const keptSchema = z.object({
  at: z.number(),
  specs: z.array(z.custom<Stripe.CountrySpec>((value) => countrySpecShape.safeParse(value).success)),
})

interface State {
  last: Fetched | undefined
  fetching: { answer: Promise<Fetched>; since: number } | undefined
}

/** One per client, because each client has another platform, and platforms differ in what they may use. */
const states = new WeakMap<Stripe, State>()

/**
 * All countries that accounts can be in, sorted by code. After a day they are fetched again, while callers get the old ones.
 *
 * @throws Stripe's errors, or ConnectError `stripe-unavailable`, when they were never fetched and cannot be fetched now
 */
export async function countrySpecs(parts: Parts): Promise<readonly Stripe.CountrySpec[]> {
  const state = await knownState(parts)
  const { last } = state
  if (last && parts.now().getTime() - last.at < DAY) return last.specs

  const fetching = sharedFetch(parts, state)
  if (last) {
    // The next caller tries again.
    fetching.catch(() => undefined)
    return last.specs
  }
  const { specs } = await withinTogether(timeLeft(), fetching, unavailable)
  return specs
}

/** The same without asking Stripe: nothing before the first answer. */
export async function knownCountrySpecs(parts: Parts): Promise<readonly Stripe.CountrySpec[]> {
  const { last } = await knownState(parts)
  return last?.specs ?? []
}

async function knownState(parts: Parts): Promise<State> {
  const state = states.get(parts.stripe) ?? { last: undefined, fetching: undefined }
  states.set(parts.stripe, state)
  state.last ??= await readKept(parts)
  return state
}

/** Callers share a fetch, but not one that hangs: Stripe may answer again by now. */
function sharedFetch(parts: Parts, state: State): Promise<Fetched> {
  const now = performance.now()
  if (state.fetching && now - state.fetching.since < HANGING) return state.fetching.answer
  const answer = within(
    LONGEST,
    waitingAtMost(PATIENCE, () => fetchAll(parts)),
    unavailable,
  )
    .then((fetched) => {
      state.last = fetched
      return fetched
    })
    .finally(() => {
      if (state.fetching?.answer === answer) state.fetching = undefined
    })
  state.fetching = { answer, since: now }
  return answer
}

function unavailable(): never {
  throw new ConnectError('stripe-unavailable', { status: 503 })
}

async function fetchAll({ stripe, storage, now }: Parts): Promise<Fetched> {
  const at = now().getTime()
  const found = new Map<string, Stripe.CountrySpec>()
  for await (const spec of stripe.countrySpecs.list({ limit: 100 })) {
    // A list that begins again would never end.
    if (found.has(spec.id) || found.size >= MOST) unavailable()
    found.set(spec.id, spec)
  }
  const specs = [...found.values()]
  specs.sort((one, other) => (one.id < other.id ? -1 : 1))
  await storage.settings.set(SETTING, JSON.stringify({ at, specs } satisfies Fetched))
  return { at, specs }
}

async function readKept({ storage }: Parts): Promise<Fetched | undefined> {
  const text = await storage.settings.get(SETTING)
  return text === undefined ? undefined : keptSchema.safeParse(JSON.parse(text)).data
}
