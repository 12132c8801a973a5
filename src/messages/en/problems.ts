/** What went wrong and what to do about it, by error code, for problems that any route can have. */
export const problems = {
  'problem.stripe-unavailable':
    'Stripe is not answering. Nothing you entered is lost. Please try again in a minute.',
  'problem.storage-unavailable': 'The database does not answer at the moment. Please try again in a minute.',
  'problem.stripe-refused': 'Stripe did not accept this.',
  'problem.card-declined': 'The card was declined.',
  'problem.already-submitted':
    'This form was sent before with other answers. Please open it again and enter them once more.',
  'problem.invalid-offset': 'The offset is a whole number from 0.',
  'problem.invalid-limit': 'The limit is a whole number, 1 or more.',
  'problem.invalid-all': 'This is not understood.',
  'problem.invalid-token': 'The token of Stripe was used before or has expired. Please try again.',

  'refusal.other': 'Check this answer',
} as const satisfies Record<string, string>
