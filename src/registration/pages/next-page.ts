import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { Context } from '../../context/context.ts'
import { ACCOUNT_PAGES } from '../../core/addresses.ts'
import { link } from '../../web/link.ts'
import type { StepId } from '../form.ts'
import type { Registration } from '../registration.ts'
import type { Notice } from './notice.ts'
import type { StepQuery } from './query.ts'
import { awaitsConsent, firstOpenStep, followingStep } from './step-list.ts'

/**
 * No answer changes a rejection, so the forms of a rejected account lead to the page that says what happened.
 *
 * @returns undefined when the account is not rejected
 */
export function rejectedPage(
  { status, stripeid }: StripeAccountRow,
  returnUrl: string | undefined,
): { redirect: string } | undefined {
  const path = link(ACCOUNT_PAGES.view, { stripeid, 'return-url': returnUrl })
  return status === 'rejected' ? { redirect: path } : undefined
}

/**
 * Where a form leads that nobody may fill in: see `rejectedPage`. With `CONNECT_ONBOARDING=hosted`, every form leads to Stripe's
 * page.
 *
 * @returns undefined for an open form
 */
export function closedPage(
  { services }: Context,
  row: StripeAccountRow,
  returnUrl: string | undefined,
): { redirect: string } | undefined {
  const path = link(ACCOUNT_PAGES.toStripe, { stripeid: row.stripeid, 'return-url': returnUrl })
  const isHosted = services.config.onboarding === 'hosted'
  return rejectedPage(row, returnUrl) ?? (isHosted ? { redirect: path } : undefined)
}

/**
 * Where a person goes after saving: to the next step, then to submit, then back to the page they came from. That page may
 * send them here again until they can be paid, so until then they go to the status page instead. From the review page they go
 * to what is missing now, then back there.
 *
 * @param saved the step they saved
 * @returns an address on this host
 */
export function nextPage(
  { row, steps }: Pick<Registration, 'row' | 'steps'>,
  saved: StepId,
  { 'return-url': returnUrl, from }: StepQuery,
  message?: Notice,
): string {
  const query = { stripeid: row.stripeid, 'return-url': returnUrl }
  const following = from === 'review' ? firstOpenStep(steps) : followingStep(steps, saved)
  if (following) return link(following.path, { 'return-url': returnUrl, from, message })
  if (awaitsConsent(steps)) return link(ACCOUNT_PAGES.submit, { ...query, message })
  if (returnUrl && row.stripeObject.payouts_enabled) return returnUrl
  return link(ACCOUNT_PAGES.view, { ...query, message })
}
