import { accountStore } from '../accounts/store/accounts.ts'
import { isLive, type StripeConfig } from '../config/stripe.ts'
import type { Storage } from '../storage/storage.ts'
import { StartUpError } from './start-up-error.ts'

const SETTING = 'stripe-mode'

/**
 * Keeps accounts of live mode, test mode and the offline Stripe apart: otherwise headers would call a person active who is only
 * verified in test mode or offline, and accounts the key cannot see would be deleted one by one.
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
