import type { Config } from '../../config/config.ts'
import { isLive } from '../../config/stripe.ts'
import { API_VERSION } from '../../stripe/api-version.ts'
import { type Greeting, greetStripe, stripeAddress } from '../../stripe/greeting.ts'
import { SIGNATURE_TOLERANCE } from '../../stripe/verify.ts'
import { type Finding, ok, problem, warning } from './finding.ts'
import { reasonOf } from './reason.ts'

/** Seconds by which a clock may be wrong without a warning. */
const HARDLY_WRONG = 10

interface LookAtStripe {
  findings: Finding[]
  /** Undefined when Stripe would refuse further calls. */
  answer: Greeting | undefined
}

/** Checks the keys, the API version and the clock. */
export async function lookAtStripe(config: Config, now: () => Date): Promise<LookAtStripe> {
  const { stripe, dataFolder } = config
  if (stripe.offline && !stripe.api)
    return { findings: [warning('stripe-key.none', { folder: dataFolder })], answer: undefined }
  let answer: Greeting
  try {
    answer = await greetStripe(stripe, now)
  } catch (error) {
    const finding = problem('stripe-key.unreachable', {
      address: stripeAddress(stripe),
      reason: reasonOf(error),
    })
    return { findings: [finding], answer: undefined }
  }
  const key = lookAtKey(config, answer)
  return {
    findings: [key, ...lookAtPublishableKey(config), ...lookAtVersion(answer), ...lookAtClock(answer)],
    answer: key.state === 'problem' ? undefined : answer,
  }
}

function lookAtKey({ stripe, production }: Config, { status }: Greeting): Finding {
  if (status === 401) return problem('stripe-key.refused')
  if (status === 403) return warning('stripe-key.restricted')
  if (status !== 200) return problem('stripe-key.failing', { status })
  const live = isLive(stripe.key)
  if (production && !live) return warning('stripe-key.not-live')
  return stripe.offline
    ? ok('stripe-key.offline', { address: stripeAddress(stripe) })
    : ok('stripe-key.ok', { mode: live ? 'live' : 'test' })
}

function lookAtPublishableKey({ stripe }: Config): Finding[] {
  // The configuration already refuses a key of the other mode.
  if (stripe.publishableKey !== undefined) return [ok('publishable-key.ok')]
  return stripe.offline ? [] : [ok('publishable-key.none')]
}

function lookAtVersion({ apiVersion }: Greeting): Finding[] {
  if (apiVersion === undefined) return []
  const versions = { ours: API_VERSION, theirs: apiVersion }
  return [ok(apiVersion === API_VERSION ? 'api-version.ok' : 'api-version.other', versions)]
}

function lookAtClock({ clockAhead }: Greeting): Finding[] {
  if (clockAhead === undefined) return []
  const seconds = Math.ceil(Math.abs(clockAhead) / 1000)
  if (seconds <= HARDLY_WRONG) return [ok('clock.ok', { seconds })]
  const direction = clockAhead > 0 ? 'ahead' : 'behind'
  const values = { seconds, direction, limit: SIGNATURE_TOLERANCE }
  return [seconds < SIGNATURE_TOLERANCE ? warning('clock.off', values) : problem('clock.off', values)]
}
