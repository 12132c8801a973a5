import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Config } from '../../config/config.ts'
import { readAtMost } from '../../core/read-at-most.ts'

/** Milliseconds to wait for the offline Stripe, which runs on the same machine. */
const PATIENCE = 2_000

/** The most bytes of its answer about the clock. */
const SIZE_LIMIT = 4096

const addressSchema = z.object({ url: z.url() })
const clockSchema = z.object({ now: z.number() })

/**
 * Adds the address of the host's own offline Stripe, which is written beside its data. Returns the configuration unchanged when
 * another Stripe is configured, or when the offline Stripe does not run: a process that is killed leaves its address behind.
 */
export async function withOwnStripe(config: Config): Promise<Config> {
  const { stripe, dataFolder } = config
  if (!stripe.offline || stripe.api) return config
  const api = await addressIn(path.join(dataFolder, 'offline-stripe.db.address'))
  return api && (await isOfflineStripe(api)) ? { ...config, stripe: { ...stripe, api } } : config
}

async function addressIn(file: string): Promise<URL | undefined> {
  try {
    return new URL(addressSchema.parse(JSON.parse(await readFile(file, 'utf8'))).url)
  } catch {
    return undefined
  }
}

/** Another program may have the port by now. */
async function isOfflineStripe(api: URL): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/_offline-stripe/clock', api), {
      signal: AbortSignal.timeout(PATIENCE),
    })
    const body = await readAtMost(SIZE_LIMIT, answer)
    return clockSchema.safeParse(JSON.parse(body.toString())).success
  } catch {
    return false
  }
}
