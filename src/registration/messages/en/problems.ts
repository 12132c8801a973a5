/** What is wrong with a registration and what to do about it, by the code that programs see. */
export const problems = {
  'problem.too-many-accounts':
    'You have {most, number} registrations, as many as one person may have. Delete one that you no longer need, then try again.',
  'problem.invalid-countryid': 'There is no such country.',

  'problem.invalid-business_type': 'Please choose who is registering: a person or a company.',
  'problem.invalid-country': 'Please choose a country from the list.',
  'problem.invalid-operation': 'An operation has 1 to 200 characters.',
  'problem.changed-elsewhere':
    'You saved other answers here from another tab or window meanwhile. Look these over, and save them if they are to take the place of those.',
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
