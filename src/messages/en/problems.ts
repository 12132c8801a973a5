import { requirementErrors } from './requirement-errors.ts'

/** What went wrong and what to do about it, by the code that programs see. */
export const problems = {
  ...requirementErrors,

  'problem.stripe-unavailable':
    'Stripe is not answering. Nothing you entered is lost. Please try again in a minute.',
  'problem.storage-unavailable': 'The database does not answer at the moment. Please try again in a minute.',
  'problem.stripe-refused': 'Stripe did not accept this.',
  'problem.card-declined': 'The card was declined.',
  'problem.already-submitted':
    'This form was sent before with other answers. Please open it again and enter them once more.',
  'problem.too-many-accounts':
    'You have {most, number} registrations, as many as one person may have. Delete one that you no longer need, then try again.',
  'problem.deletion-refused': 'The account cannot be deleted yet, because it is still in use.',
  'problem.deletion-check-failed':
    'It could not be found out whether the account is still in use, so it was not deleted. Please try again later.',

  'problem.invalid-stripeid': 'There is no such account.',
  'problem.invalid-personid': 'There is no such person.',
  'problem.invalid-payoutid': 'There is no such payout.',
  'problem.invalid-accountid': 'There is no such person.',
  'problem.invalid-countryid': 'There is no such country.',
  'problem.invalid-account': 'There is no such account.',
  'problem.invalid-offset': 'The offset is a whole number from 0.',
  'problem.invalid-limit': 'The limit is a whole number from 1 to 100.',
  'problem.invalid-all': 'This is not understood.',
  'problem.invalid-override': 'This is true or false.',
  'problem.invalid-reason': 'Please choose a reason.',
  'problem.invalid-token': 'The token of Stripe was used before or has expired. Please try again.',

  'problem.invalid-business_type': 'Please choose who is registering: a person or a company.',
  'problem.invalid-country': 'Please choose a country from the list.',
  'problem.invalid-operation': 'The form was not complete. Please open it again.',
  'problem.changed-elsewhere':
    'You saved other answers here from another tab or window meanwhile. Look these over, and save them if they are to take the place of those.',
  'problem.invalid-stripe-account': 'The account is in a state that does not allow this.',
  'problem.invalid-registration':
    'Something is still missing from the registration. Please complete every step.',
  'problem.invalid-company-owner': 'The owners of the company are not all named yet.',
  'problem.invalid-company-director': 'The directors of the company are not all named yet.',
  'problem.invalid-company-executive': 'The executives of the company are not all named yet.',
  'problem.invalid-person': 'Stripe still needs something about a person of the company.',
  'problem.invalid-payment-details': 'There is no bank account yet. Please enter one.',
  'problem.invalid-consent': "Please tick that you agree to Stripe's terms.",

  'problem.invalid-currency': 'Please choose a currency from the list.',
  'problem.invalid-account_holder_name': 'Please enter the name of the account holder.',
  'problem.invalid-account_holder_type': 'Please choose what kind of account holder it is.',
  'problem.invalid-external_account': 'Stripe did not accept this bank account. Please check its numbers.',
} as const satisfies Record<string, string>
