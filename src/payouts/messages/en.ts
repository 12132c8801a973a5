/**
 * What Stripe's states of a payout are called for a person. A value without a sentence here is shown as Stripe names it, since Stripe
 * adds new ones at any time.
 */
export const en = {
  'payout-status.pending': 'Pending',
  'payout-status.in_transit': 'On its way',
  'payout-status.paid': 'Paid',
  'payout-status.failed': 'Failed',
  'payout-status.canceled': 'Cancelled',
  'payout-method.standard': 'Standard',
  'payout-method.instant': 'Instant',

  'payout-failure.account_closed': 'The bank account has been closed.',
  'payout-failure.account_frozen': 'The bank account has been frozen.',
  'payout-failure.bank_account_restricted': 'The bank account does not take this kind of payment.',
  'payout-failure.bank_ownership_changed': 'The account no longer belongs to the same bank.',
  'payout-failure.could_not_process': 'The bank could not process the payout.',
  'payout-failure.debit_not_authorized': 'The bank account does not allow debits.',
  'payout-failure.declined': 'The bank declined the payout.',
  'payout-failure.incorrect_account_holder_address':
    "The address of the account holder does not match the bank's.",
  'payout-failure.incorrect_account_holder_name': "The name of the account holder does not match the bank's.",
  'payout-failure.incorrect_account_holder_tax_id':
    "The tax number of the account holder does not match the bank's.",
  'payout-failure.insufficient_funds': 'The Stripe balance did not cover the payout.',
  'payout-failure.invalid_account_number': 'The bank account number is wrong.',
  'payout-failure.invalid_account_number_length': 'The bank account number is too long or too short.',
  'payout-failure.invalid_currency': 'The bank account does not take this currency.',
  'payout-failure.no_account': 'The bank found no such account.',
  'payout-failure.unsupported_card': 'The card does not take payouts.',

  'problem.invalid-payoutid': 'There is no such payout.',
} as const satisfies Record<string, string>

type English = typeof en

declare module '../../messages/sentences.ts' {
  interface Sentences extends English {}
}
