import { accountStore } from '../accounts/store/accounts.ts'
import { isLive, type StripeConfig } from '../config/stripe.ts'
import type { Storage } from '../storage/storage.ts'
import { StartUpError } from './start-up-error.ts'

const SETTING = 'stripe-mode'

/**
 * Keeps the accounts of one Stripe from being taken for those of another: headers would call somebody active whom only the
 * offline Stripe or test mode has verified, and accounts that the key does not know would be forgotten one by one.
 *
 * @throws StartUpError when the tenant has accounts of another mode
 * @see https://docs.stripe.com/keys#test-live-modes
 */
export async function checkStripeMode(storage: Storage, stripe: StripeConfig): Promise<void> {
  const mode = modeOf(stripe)
  const kept = await storage.settings.getOrSet(SETTING, mode)
  if (kept === mode) return
  if (await accountStore(storage).any())
    throw new StartUpError(
      `${storage.description} holds accounts of ${kept}, and this start is for ${mode}: give it an APPID of its own, or a ` +
        'database of its own with CONNECT_DATABASE_URL or, for SQLite, CONNECT_DATA.',
    )
  await storage.settings.set(SETTING, mode)
}

function modeOf({ offline, key }: StripeConfig): string {
  if (offline) return 'the offline Stripe'
  return isLive(key) ? 'Stripe’s live mode' : 'Stripe’s test mode'
}
