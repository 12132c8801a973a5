/**
 * What the earlier module has of accounts and their persons, taken over into their tables.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { dropHeaderValues } from '../../application/store.ts'
import type { TakingOver } from '../../storage/earlier/earlier-rows.ts'
import { canBeOwner } from '../../storage/owner.ts'
import { tallyAccount } from './account-tallies.ts'
import { insertAccount } from './insert-account.ts'
import { takeOverMirrored } from './mirrored-rows.ts'
import { PERSONS } from './persons.ts'

/** What pages read of every account. */
const LEAST = {
  business_profile: null,
  business_type: null,
  charges_enabled: false,
  details_submitted: false,
  payouts_enabled: false,
} as const satisfies Partial<Stripe.Account>

/** An account of which nothing can be read is taken over, too: who it belongs to stands nowhere else. */
export const earlierAccounts: TakingOver = {
  object: 'account',
  async take(transaction, database, { stripeid, accountid, stripeObject, submittedAt, createdAt }) {
    if (!canBeOwner(accountid)) return undefined
    const account = { stripeid, accountid, stripeObject: { ...LEAST, ...stripeObject } as Stripe.Account }
    const inserted = await insertAccount(transaction, database, account, { submittedAt, createdAt })
    if (!inserted) return undefined
    await dropHeaderValues(transaction, database, account)
    await tallyAccount(transaction, database, { stripeid, is: inserted })
    return { accountid }
  },
}

export const earlierPersons: TakingOver = {
  object: 'person',
  take: (transaction, database, row) => takeOverMirrored(transaction, database, PERSONS, row, isPerson),
}

function isPerson(object: object): object is Stripe.Person {
  return 'account' in object || 'created' in object
}
