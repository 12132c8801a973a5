import type { Stripe } from 'stripe'
import type { Context } from '../context.ts'
import type { Problem } from '../errors.ts'
import type { FormValues } from '../route.ts'
import type { Step } from './form.ts'

/**
 * The whole form of an account, computed from what Stripe says is due.
 */
export function registrationSteps(
  _context: Context,
  _account: Stripe.Account,
  _attempt: { values?: FormValues; problems?: readonly Problem[] } = {},
): Step[] {
  return []
}
