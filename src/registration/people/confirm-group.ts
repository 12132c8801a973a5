import type { Stripe } from 'stripe'
import { recordAccount } from '../../accounts/mirror-account.ts'
import { accountStore } from '../../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../context/context.ts'
import { ConnectError, notFound } from '../../core/errors.ts'
import { toConnectError } from '../../stripe/errors.ts'
import { idempotencyKey } from '../../stripe/idempotency.ts'
import type { FormValues } from '../../web/route.ts'
import { refuseIfRejected } from '../save-step.ts'
import { requireToken } from '../tokens/read-token.ts'
import { type Group, groupsOf, isConfirmed } from './groups.ts'

/**
 * Tells Stripe that everybody in a group is named, as the seller says.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-company-owners_provided
 * @param values a form; with `STRIPE_JS=3` its `token` is an account token with what `allNamed` gives
 * @throws ConnectError `invalid-stripe-account` when Stripe does not ask for the group, or has been told already; `invalid-token`
 */
export async function confirmGroup(
  { services }: SignedInContext,
  account: StripeAccountRow,
  group: Group,
  values: FormValues,
): Promise<StripeAccountRow> {
  refuseIfRejected(account)
  const { stripeid, stripeObject } = account
  if (!groupsOf(stripeObject).includes(group) || isConfirmed(stripeObject, group))
    throw new ConnectError('invalid-stripe-account')
  const params: Stripe.AccountUpdateParams = services.config.stripe.tokensOnly
    ? { account_token: requireToken(values, 'token', 'account') }
    : { company: allNamed(group) }
  const ticket = await accountStore(services.storage).ticket(stripeid)
  try {
    const confirmed = await services.stripe.accounts.update(stripeid, params, {
      idempotencyKey: idempotencyKey('confirm-group', stripeid, ticket),
    })
    const saved = await recordAccount(services, confirmed, ticket)
    if (!saved) throw notFound('stripeid')
    return saved
  } catch (error) {
    throw toConnectError(error)
  }
}

/** Stripe's parameter of a company. */
export function allNamed(group: Group): Stripe.AccountUpdateParams.Company {
  return { [`${group}_provided`]: true }
}
