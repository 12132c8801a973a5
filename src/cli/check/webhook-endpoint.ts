import type { Stripe } from 'stripe'
import type { Config } from '../../config/config.ts'
import { WEBHOOK_PATH } from '../../core/addresses.ts'
import { MOST_ENDPOINTS } from '../../events/endpoint.ts'
import { readOwnEndpoint } from '../../events/signing-secrets.ts'
import { handledEvents } from '../../events/subject.ts'
import { mirrors } from '../../features.ts'
import type { Storage } from '../../storage/storage.ts'
import { API_VERSION } from '../../stripe/api-version.ts'
import { createStripe } from '../../stripe/client.ts'
import { isStripeError } from '../../stripe/errors.ts'
import type { Greeting } from '../../stripe/greeting.ts'
import { waitingAtMost } from '../../stripe/patience.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

/** Milliseconds to wait for Stripe. */
const PATIENCE = 10_000

interface LookAtEndpoint {
  findings: Finding[]
  /** The signing secrets that are known here. */
  secrets: readonly string[]
}

/**
 * Checks the endpoint at Stripe and its secret.
 *
 * @param answer undefined when Stripe cannot be asked
 * @param storage undefined when the database cannot be read
 */
export async function lookAtEndpoint(
  config: Config,
  answer: Greeting | undefined,
  storage: Storage | undefined,
): Promise<LookAtEndpoint> {
  const kept = storage && (await readOwnEndpoint(storage))
  const configured = madeByHost(config) ? [] : config.stripe.webhookSecrets
  const secrets = configured.length > 0 ? configured : kept ? [kept.secret] : []
  if (!answer) return { findings: [], secrets }

  const url = config.url + WEBHOOK_PATH
  let endpoints: Stripe.WebhookEndpoint[]
  try {
    endpoints = await endpointsAt(url, config)
  } catch (error) {
    if (!isStripeError(error)) throw error
    const reason = error.code ?? error.type
    return { findings: [problem('webhook-endpoint.refused', { reason })], secrets }
  }
  // An endpoint that works, if there is one.
  const endpoint =
    endpoints.find(({ id }) => id === kept?.id) ??
    endpoints.find(({ status, application }) => status === 'enabled' && application !== null) ??
    endpoints[0]
  if (!endpoint) return { findings: withoutEndpoint(config, url), secrets }
  const findings = [
    ...(endpoints.length > 1 ? [warning('webhook-endpoint.several', { url, count: endpoints.length })] : []),
    ...lookAt(endpoint, answer, config),
    ...lookAtSecret(endpoint, config, { configured, kept: storage && (kept?.id ?? 'none') }),
  ]
  return { findings, secrets }
}

/**
 * Whether the host makes the endpoint itself. It does so at the offline Stripe, where a configured secret belongs to another
 * endpoint.
 */
function madeByHost({ production, stripe }: Config): boolean {
  return stripe.offline && !production
}

/** Who repairs an endpoint, for the catalogue's sentences. */
function mender(config: Config): 'host' | 'person' {
  return madeByHost(config) ? 'host' : 'person'
}

async function endpointsAt(url: string, config: Config): Promise<Stripe.WebhookEndpoint[]> {
  const { webhookEndpoints } = createStripe(config.stripe)
  const all = await waitingAtMost(PATIENCE, () =>
    webhookEndpoints.list({ limit: 100 }).autoPagingToArray({ limit: MOST_ENDPOINTS }),
  )
  return all.filter((endpoint) => endpoint.url === url)
}

function withoutEndpoint(config: Config, url: string): Finding[] {
  if (config.production) return [problem('webhook-endpoint.none', { url })]
  return config.stripe.webhookSecrets.length > 0 && !madeByHost(config)
    ? [warning('webhook-endpoint.forwarded', { url })]
    : [warning('webhook-endpoint.not-yet', { url })]
}

function lookAt(endpoint: Stripe.WebhookEndpoint, answer: Greeting, config: Config): Finding[] {
  const by = mender(config)
  const { id, url, status, application, enabled_events: enabled } = endpoint
  const findings: Finding[] = []
  if (status !== 'enabled') findings.push(problem('webhook-endpoint.disabled', { id, by }))
  // Stripe does not say what an endpoint listens to, but only an endpoint for connected accounts belongs to an application.
  if (application === null) findings.push(problem('webhook-endpoint.own-account', { id }))
  const missing = enabled.includes('*')
    ? []
    : handledEvents(mirrors).filter((type) => !enabled.includes(type))
  if (missing.length > 0)
    findings.push(problem('webhook-endpoint.events', { id, by, events: missing.join(', ') }))
  if (findings.length === 0) findings.push(ok('webhook-endpoint.ok', { url }))
  const theirs = endpoint.api_version ?? answer.apiVersion
  if (theirs !== undefined && theirs !== API_VERSION)
    findings.push(warning('webhook-endpoint.version', { id, theirs, ours: API_VERSION }))
  return findings
}

/** @param known.kept the endpoint whose secret is kept, or `none`; undefined when the database cannot be read */
function lookAtSecret(
  { id }: Stripe.WebhookEndpoint,
  config: Config,
  known: { configured: readonly string[]; kept: string | undefined },
): Finding[] {
  if (known.configured.length > 0) return [ok('webhook-secret.configured')]
  if (known.kept === undefined) return []
  return [
    known.kept === id
      ? ok('webhook-secret.kept')
      : warning('webhook-secret.none', { id, by: mender(config) }),
  ]
}
