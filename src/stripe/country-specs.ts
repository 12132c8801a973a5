/**
 * What Stripe supports in each country, which changes a few times a year. What was fetched last is kept in memory and in the
 * database, so that pages with a choice of countries are there although Stripe does not answer.
 *
 * @see https://docs.stripe.com/api/country_specs
 * @module
 */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import { ConnectError } from '../core/errors.ts'
import { within } from '../core/within.ts'
import { timeLeft, waitingAtMost } from './patience.ts'
import { countrySpecShape } from './shapes.ts'

const DAY = 24 * 60 * 60 * 1000

const SETTING = 'country-specs'

/** Far more than there are countries. */
const MOST = 1_000

/** Milliseconds that fetching them may take: it is done for everybody, however short somebody's patience is. */
const PATIENCE = 30_000

/** Milliseconds after which they are fetched anew, whatever the last fetch waits for: everybody would wait for it for ever. */
const LONGEST = 40_000

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
  fetching: Promise<Fetched> | undefined
}

/** One per client, for each has a platform of its own and platforms differ in what they may use. */
const states = new WeakMap<Stripe, State>()

/**
 * All countries that accounts can be in, by code. Once they are a day old they are fetched anew, which nobody waits for.
 *
 * @throws Stripe's errors, or ConnectError `stripe-unavailable`, when they were never fetched and cannot be now
 */
export async function countrySpecs(parts: Parts): Promise<readonly Stripe.CountrySpec[]> {
  const state = states.get(parts.stripe) ?? { last: undefined, fetching: undefined }
  states.set(parts.stripe, state)
  state.last ??= await readKept(parts)
  const { last } = state
  if (last && parts.now().getTime() - last.at < DAY) return last.specs

  // For all who ask meanwhile.
  state.fetching ??= within(
    LONGEST,
    waitingAtMost(PATIENCE, () => fetchAll(parts)),
    unavailable,
  )
    .then((fetched) => {
      state.last = fetched
      return fetched
    })
    .finally(() => {
      state.fetching = undefined
    })
  const { fetching } = state
  if (last) {
    // Whoever asks next tries again.
    fetching.catch(() => undefined)
    return last.specs
  }
  const { specs } = await within(timeLeft(), fetching, unavailable)
  return specs
}

function unavailable(): never {
  throw new ConnectError('stripe-unavailable', { status: 503 })
}

async function fetchAll({ stripe, storage, now }: Parts): Promise<Fetched> {
  const at = now().getTime()
  const specs = await stripe.countrySpecs.list({ limit: 100 }).autoPagingToArray({ limit: MOST })
  specs.sort((one, other) => (one.id < other.id ? -1 : 1))
  await storage.settings.set(SETTING, JSON.stringify({ at, specs } satisfies Fetched))
  return { at, specs }
}

async function readKept({ storage }: Parts): Promise<Fetched | undefined> {
  const text = await storage.settings.get(SETTING)
  return text === undefined ? undefined : keptSchema.safeParse(JSON.parse(text)).data
}
