/**
 * What Stripe's states are called for a person, wherever one is shown. A value without a sentence here is shown as
 * Stripe names it, since Stripe adds new ones at any time.
 */
export const stripeWords = {
  'status.new': 'New',
  'status.unfinished': 'Unfinished',
  'status.in-review': 'In review',
  'status.active': 'Active',
  'status.information-due': 'Information due',
  'status.restricted': 'Restricted',
  'status.rejected': 'Rejected',

  'disabled-reason.action_required.requested_capabilities':
    'Stripe needs more information before it allows what was asked for.',
  'disabled-reason.listed':
    'The person or the company may be on a list of prohibited parties; Stripe is looking into it.',
  'disabled-reason.other': 'Stripe has stopped the account and is looking into it.',
  'disabled-reason.platform_paused': 'The marketplace has paused the account.',
  'disabled-reason.rejected.fraud': 'Stripe rejected the account: suspected fraud or illegal activity.',
  'disabled-reason.rejected.incomplete_verification':
    'Stripe rejected the account: the verification was not completed within its time.',
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
  'disabled-reason.requirements.pending_verification': 'Stripe is checking what was given.',
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
  'capability-status.unrequested': 'Not asked for',

  'verification-status.unverified': 'Not verified',
  'verification-status.pending': 'Being verified',
  'verification-status.verified': 'Verified',

  'external-account-status.new': 'Not checked yet',
  'external-account-status.validated': 'Valid',
  'external-account-status.verified': 'Verified',
  'external-account-status.verification_failed': 'Could not be verified',
  'external-account-status.errored': 'A payout to it failed; it must be replaced',
  'external-account-status.tokenized_account_number_deactivated': 'Its tokenised number no longer works',

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
  'payout-failure.bank_ownership_changed':
    'The bank account no longer belongs to the bank that it was opened with.',
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
} as const satisfies Record<string, string>
