import { randomUUID } from 'node:crypto'
import type Stripe from 'stripe'
import type { Config } from '../../config/config.ts'
import { isLive } from '../../config/stripe.ts'
import { WEBHOOK_PATH } from '../../core/addresses.ts'
import { createStripe } from '../../stripe/client.ts'
import { type Finding, ok, problem, warning } from './finding.ts'
import { reasonOf } from './reason.ts'

/** Milliseconds to wait for the host. */
const PATIENCE = 5_000

/** Checks the public address: whether the host answers there and takes what Stripe signs. */
export async function lookAtHost(config: Config, secrets: readonly string[]): Promise<Finding[]> {
  const address = lookAtAddress(config)
  const url = config.url + WEBHOOK_PATH
  let answer: Response
  try {
    answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) })
  } catch (error) {
    const values = { url: config.url, reason: reasonOf(error) }
    // In development the host need not run.
    const silence = config.production
      ? problem('public-url.unreachable', values)
      : warning('public-url.unreachable', values)
    return [...address, silence]
  }
  const { status } = answer
  // Every host has the endpoint and takes only POST requests there.
  if (status === 405) return [...address, ok('public-url.ok', { url: config.url }), ...(await deliver())]
  const other = status === 503 ? 'public-url.unavailable' : 'public-url.other'
  return [...address, problem(other, { url: config.url, status })]

  async function deliver(): Promise<Finding[]> {
    const answers = await Promise.all(secrets.map((secret) => tryDelivery(url, secret, config)))
    const refused = answers.filter((answered) => answered === 400).length
    if (refused > 0) return [problem('webhook-delivery.refused', { count: refused })]
    const failed = answers.find((answered) => answered !== 200)
    if (failed !== undefined) return [problem('webhook-delivery.failed', { status: failed })]
    return secrets.length > 0 ? [ok('webhook-delivery.ok', { count: secrets.length })] : []
  }
}

function lookAtAddress({ url, production }: Config): Finding[] {
  if (!production) return []
  const { protocol, hostname } = new URL(url)
  if (/^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname)) return [problem('public-url.local', { url })]
  return protocol === 'https:' ? [] : [problem('public-url.not-https', { url })]
}

/**
 * Delivers an event of the other mode (live or test). The host verifies the signature and then drops the event.
 *
 * @returns the status of the answer; 0 without an answer
 */
async function tryDelivery(url: string, secret: string, { stripe }: Config): Promise<number> {
  const event = {
    id: `evt_check_${randomUUID()}`,
    object: 'event',
    type: 'stripe_connect.check',
    livemode: !isLive(stripe.key),
    data: { object: {} },
  }
  const body = JSON.stringify(event)
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'stripe-signature': sign(body, secret, createStripe(stripe)),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    })
    return answer.status
  } catch {
    return 0
  }
}

function sign(payload: string, secret: string, { webhooks }: Stripe): string {
  return webhooks.generateTestHeaderString({ payload, secret })
}
