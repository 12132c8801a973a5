/** What is wrong with a registration and what to do about it, by the code that programs see. */
export const problems = {
  'problem.too-many-accounts':
    'You have {most, number} registrations, as many as one person may have. Delete one that you no longer need, then try again.',
  'problem.invalid-countryid': 'There is no such country.',

  'problem.invalid-business_type': 'Select who is registering: a person or a company.',
  'problem.invalid-country': 'Select a country from the list.',
  'problem.invalid-operation': 'An operation has 1 to 200 characters.',
  'problem.changed-elsewhere':
    'You saved other answers here in another tab or window. Check these, and save them if they should replace those.',
  'problem.invalid-registration': 'Some information is still missing. Complete every step.',
  'problem.invalid-person': 'Stripe still needs information about a person in the company.',
  'problem.invalid-payment-details': 'There is no bank account yet. Enter one.',
  'problem.invalid-consent': "Tick the box to agree to Stripe's terms.",

  'problem.registrations-unsettled':
    'Earlier registrations are still being sorted out. Try again in a few minutes.',

  'problem.invalid-currency': 'Select a currency from the list.',
  'problem.invalid-account_holder_name': 'Enter the name of the account holder.',
  'problem.invalid-account_holder_type': 'Select the type of account holder.',
  'problem.invalid-external_account': 'Stripe did not accept this bank account. Check its numbers.',
} as const satisfies Record<string, string>
