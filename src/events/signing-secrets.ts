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

const endpointSchema = z.object({ id: z.string(), secret: z.string() })

/** The endpoint that the module created; Stripe shows its secret only once. */
export type OwnEndpoint = z.output<typeof endpointSchema>

const remembered = new WeakMap<Storage, { secret: string | undefined; at: number }>()

export async function readOwnEndpoint(storage: Storage): Promise<OwnEndpoint | undefined> {
  const text = await storage.settings.get(SETTING)
  return text === undefined ? undefined : endpointSchema.parse(JSON.parse(text))
}

export async function keepOwnEndpoint(storage: Storage, endpoint: OwnEndpoint): Promise<void> {
  await storage.settings.set(SETTING, JSON.stringify(endpoint))
  remembered.delete(storage)
}

/** Cached in memory, because many events come at a time. */
export async function signingSecrets({ config, storage, now }: Services): Promise<string[]> {
  let known = remembered.get(storage)
  if (!known) {
    known = { secret: (await readOwnEndpoint(storage))?.secret, at: now().getTime() }
    remembered.set(storage, known)
  }
  return [...config.stripe.webhookSecrets, ...(known.secret === undefined ? [] : [known.secret])]
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
