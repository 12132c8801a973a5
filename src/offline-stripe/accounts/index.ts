/**
 * Connected accounts of the offline Stripe: accounts, persons, capabilities, external accounts and requirements. An account's
 * requirements follow from its country, business type and requested capabilities (`required-fields.ts`). They are verified some
 * seconds after the account has given everything (`review.ts`, `verification/`), and every change sends an event (`settle.ts`).
 *
 * @module
 */
import type { ResourceApi } from '../resource-api.ts'
import { accountLinks } from './account-links.ts'
import { accountRoutes } from './account-routes.ts'
import { balanceSettings } from './balance-settings.ts'
import { capabilityRoutes } from './capability-routes.ts'
import { controlRoutes } from './control-routes.ts'
import { externalAccountRoutes } from './external-account-routes.ts'
import { loginLinks } from './login-links.ts'
import { personRoutes } from './person-routes.ts'
import { rejectionRoutes } from './rejection-routes.ts'
import { createSettle } from './settle.ts'

const VERIFICATION_SECONDS = 3

/**
 * Registers every route about connected accounts.
 *
 * @param options.verificationSeconds How long a review takes on the offline Stripe's clock; 0 gives the verdict at once.
 */
export function accounts(api: ResourceApi, { verificationSeconds = VERIFICATION_SECONDS } = {}): void {
  const settle = createSettle(api, verificationSeconds)
  accountRoutes(api, settle)
  accountLinks(api, settle)
  loginLinks(api)
  personRoutes(api, settle)
  capabilityRoutes(api, settle)
  externalAccountRoutes(api, settle)
  rejectionRoutes(api, settle)
  balanceSettings(api, settle)
  controlRoutes(api, settle)
}
