/**
 * Connected accounts of the offline Stripe: accounts, persons, capabilities, external accounts, and requirements that
 * behave. What an account owes follows from its country, its business type and its requested capabilities
 * (`required-fields.ts`), is verified some seconds after everything was given (`review.ts`, `verification/`), and every
 * change is announced (`settle.ts`).
 *
 * @module
 */
import type { Kernel } from '../kernel.ts'
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
 * @param url Where people reach the simulator.
 * @param options.verificationSeconds How long a review takes on the simulator's clock; 0 has the verdict at once.
 */
export function accounts(
  kernel: Kernel,
  url: string,
  { verificationSeconds = VERIFICATION_SECONDS } = {},
): void {
  const settle = createSettle(kernel, verificationSeconds)
  accountRoutes(kernel, settle)
  accountLinks(kernel, url, settle)
  loginLinks(kernel, url)
  personRoutes(kernel, settle)
  capabilityRoutes(kernel, settle)
  externalAccountRoutes(kernel, settle)
  rejectionRoutes(kernel, settle)
  balanceSettings(kernel, settle)
  controlRoutes(kernel, settle)
}
