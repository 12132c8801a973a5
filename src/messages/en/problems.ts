/** What went wrong and what to do about it, by error code, for problems that any route can have. */
export const problems = {
  'problem.stripe-unavailable':
    'Stripe is not answering. Nothing you entered is lost. Try again in a minute.',
  'problem.stripe-not-understood':
    'Something went wrong on our side: we asked Stripe for this in a wrong way. Quote {requestId} if you ask for help.',
  'problem.storage-unavailable': 'The database is not answering at the moment. Try again in a minute.',
  'problem.stripe-refused': 'Stripe did not accept this.',
  'problem.card-declined': 'The card was declined.',
  'problem.already-submitted':
    'This form was already sent with other answers. Open it again and enter them once more.',
  'problem.invalid-offset': 'The offset is a whole number from 0.',
  'problem.invalid-limit': 'The limit is a whole number, 1 or more.',
  'problem.invalid-all': 'This is not understood.',
  'problem.invalid-token': 'A token from Stripe is missing here, or was already used. Try again.',
  'problem.only-as-token':
    'This goes from the browser to Stripe, and only a token of it comes here. Nothing of it was kept.',

  'refusal.other': 'Check this answer',
} as const satisfies Record<string, string>
