/**
 * The secrets a webhook may be signed with: those in the configuration, and that of the endpoint the module created.
 *
 * @module
 */
import { z } from 'zod'
import type { Services } from '../context/context.ts'
import type { Storage } from '../storage/storage.ts'

const SETTING = 'webhook-endpoint'

/** Milliseconds between two checks for a secret that another process may have stored. */
const LOOK_AGAIN = 10_000

/** Secrets of endpoints before the last one that are still good. */
const EARLIER = 3

const endpointSchema = z.object({
  id: z.string(),
  secret: z.string(),
  /** The newest first. A second server on the same database may still use one, with its own offline Stripe for example. */
  earlier: z.array(z.string()).default([]),
})

/** The endpoint that the module created; Stripe shows its secret only once. */
export type OwnEndpoint = z.output<typeof endpointSchema>

const remembered = new WeakMap<Storage, { secrets: readonly string[]; at: number }>()

export async function readOwnEndpoint(storage: Storage): Promise<OwnEndpoint | undefined> {
  const text = await storage.settings.get(SETTING)
  return text === undefined ? undefined : endpointSchema.parse(JSON.parse(text))
}

export async function keepOwnEndpoint(
  storage: Storage,
  endpoint: Pick<OwnEndpoint, 'id' | 'secret'>,
): Promise<void> {
  const earlier = secretsOf(await readOwnEndpoint(storage)).filter((secret) => secret !== endpoint.secret)
  const kept: OwnEndpoint = { ...endpoint, earlier: earlier.slice(0, EARLIER) }
  await storage.settings.set(SETTING, JSON.stringify(kept))
  remembered.delete(storage)
}

function secretsOf(endpoint: OwnEndpoint | undefined): string[] {
  return endpoint ? [endpoint.secret, ...endpoint.earlier] : []
}

/** Cached in memory, because many events come at a time. */
export async function signingSecrets({ config, storage, now }: Services): Promise<string[]> {
  let known = remembered.get(storage)
  if (!known) {
    known = { secrets: secretsOf(await readOwnEndpoint(storage)), at: now().getTime() }
    remembered.set(storage, known)
  }
  return [...config.stripe.webhookSecrets, ...known.secrets]
}

/**
 * Checks whether another process has stored a new secret, when no known secret verifies.
 *
 * @returns the secrets to try again with; undefined when the last check was a moment ago
 */
export async function freshSigningSecrets(services: Services): Promise<string[] | undefined> {
  const known = remembered.get(services.storage)
  if (known && services.now().getTime() - known.at < LOOK_AGAIN) return undefined
  remembered.delete(services.storage)
  return signingSecrets(services)
}
