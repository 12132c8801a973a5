/**
 * What Stripe's states are called for a person, wherever an account is shown, and why nothing is done with one. A value without
 * a sentence here is shown as Stripe names it, since Stripe adds new ones at any time.
 */
export const en = {
  'status.new': 'New',
  'status.unfinished': 'Unfinished',
  'status.in-review': 'In review',
  'status.active': 'Active',
  'status.information-due': 'Information due',
  'status.restricted': 'Restricted',
  'status.rejected': 'Rejected',

  'disabled-reason.action_required.requested_capabilities':
    'The marketplace has not requested from Stripe what payouts need.',
  'disabled-reason.listed':
    'The person or the company may be on a list of prohibited parties. Stripe is reviewing this.',
  'disabled-reason.other': 'Stripe has paused the account and is reviewing it.',
  'disabled-reason.platform_paused': 'The marketplace has paused the account.',
  'disabled-reason.rejected.fraud': 'Stripe rejected the account: suspected fraud or illegal activity.',
  'disabled-reason.rejected.incomplete_verification':
    'Stripe rejected the account: the verification was not completed in time.',
  'disabled-reason.rejected.listed':
    'Stripe rejected the account: the person or the company is on a list of prohibited parties.',
  'disabled-reason.rejected.other': 'Stripe rejected the account.',
  'disabled-reason.rejected.platform_fraud': 'The marketplace rejected the account: suspected fraud.',
  'disabled-reason.rejected.platform_other': 'The marketplace rejected the account.',
  'disabled-reason.rejected.platform_terms_of_service':
    'The marketplace rejected the account: its terms of service were broken.',
  'disabled-reason.rejected.terms_of_service':
    'Stripe rejected the account: its terms of service were broken.',
  'disabled-reason.requirements.past_due': 'Required information is missing.',
  'disabled-reason.requirements.pending_verification': 'Stripe is checking the information.',
  'disabled-reason.under_review': 'Stripe is reviewing the account.',

  'business-type.individual': 'Individual',
  'business-type.company': 'Company',
  'business-type.non_profit': 'Non-profit organisation',
  'business-type.government_entity': 'Government entity',

  'capability.card_payments': 'Card payments',
  'capability.transfers': 'Transfers',
  'capability-status.active': 'Active',
  'capability-status.inactive': 'Inactive',
  'capability-status.pending': 'Pending',
  'capability-status.unrequested': 'Not requested',

  'verification-status.unverified': 'Not verified',
  'verification-status.pending': 'Being verified',
  'verification-status.verified': 'Verified',

  'external-account-status.new': 'Not checked yet',
  'external-account-status.validated': 'Valid',
  'external-account-status.verified': 'Verified',
  'external-account-status.verification_failed': 'Could not be verified',
  'external-account-status.errored': 'A payout to it failed; it must be replaced',
  'external-account-status.tokenized_account_number_deactivated': 'Its tokenised number no longer works',

  'account-left':
    '“{name}” was disconnected from this marketplace on {at}. To be paid here again, register again.',

  'problem.balance-not-zero': 'The account was not deleted, because its balance is {sums}.',
  'problem.deletion-refused': 'The account cannot be deleted yet, because it is still in use.',
  'problem.deletion-check-failed':
    'The app could not be asked whether the account is still in use, so it was not deleted. Try again later.',

  'problem.invalid-stripeid': 'There is no such account.',
  'problem.invalid-personid': 'There is no such person.',
  'problem.invalid-accountid': 'There is no such person.',
  'problem.invalid-account': 'There is no such account.',
  'problem.invalid-stripe-account': 'The account is in a state that does not allow this.',
} as const satisfies Record<string, string>

type English = typeof en

declare module '../../messages/sentences.ts' {
  interface Sentences extends English {}
}
