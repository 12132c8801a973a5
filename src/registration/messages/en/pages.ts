/** The pages on which a person registers to be paid and follows their account. */
export const pages = {
  'message.created':
    'Your registration has started. Everything you save is kept, so you can come back later.',
  'message.saved': 'Saved.',
  'message.bank-saved': 'Your bank account is saved.',
  'message.submitted': 'Your registration is submitted. This page updates automatically.',
  'message.deleted': 'The registration has been deleted.',

  'field.date-hint': 'For example {example}',

  'steps.label': 'Steps of the registration',
  'steps.progress': 'Step {number} of {total}',
  'steps.saved': 'Saved',
  'steps.done': '{done} of {total} steps done',
  'steps.state.complete': 'Done',
  'steps.state.attention': 'Needs attention',
  'steps.state.todo': 'To do',
  'steps.state.optional': 'Optional for now',
  'steps.missing': 'Missing: {fields}',
  'steps.refused': 'To correct: {fields}',

  'account.back': 'Back to your registration',
  'account.all': 'All your registrations',
  'account.unnamed': 'Registration ({country})',
  'account.created': 'Started {date}',

  'start.title': 'Get paid',
  'start.lead':
    'Register once, and what you sell is paid out to your bank account. Stripe handles the payments and is required by law to verify your identity.',
  'start.begin': 'Register to get paid',
  'start.another': 'Start another registration',
  'start.duration': 'It takes about ten minutes, and you can stop and come back at any time.',
  'start.needed': 'What you need',
  'start.needed.you': 'Your name, date of birth and address',
  'start.needed.you-why': 'as shown on your identity document',
  'start.needed.document': 'An identity document',
  'start.needed.document-why':
    'a photo of a passport, an identity card or a driving licence, if Stripe asks for it',
  'start.needed.bank': 'Your bank account',
  'start.needed.bank-why': 'the account number that payouts are sent to',
  'start.needed.business': 'What you sell',
  'start.needed.business-why': 'in a few words, and the address of your website or page, if you have one',
  'start.how': 'How it works',
  'start.how.register': 'You answer questions in a few short steps.',
  'start.how.verify': 'Stripe checks your answers, often within minutes.',
  'start.how.paid': 'Your account becomes active, and payouts go to your bank.',
  'start.privacy':
    'Your answers go to Stripe over an encrypted connection. This site does not keep bank numbers, identity numbers or photos of documents.',
  'start.under-way': 'Your registrations',

  'accounts.title': 'Your registrations',
  'accounts.empty': 'You have not registered yet.',

  'create.title': 'Register to get paid',
  'create.country': 'The country you live in and pay tax in',
  'create.country-hint':
    'Stripe asks for different information in each country. You cannot change this later.',
  'create.button': 'Continue',
  'create.continue-title': 'You have already started',
  'create.or': 'Or start another registration:',

  'view.return': 'Back to where you came from',
  'view.steps': 'Your registration',
  'view.change': 'Change',
  'view.bank': 'Bank account',
  'view.bank-none': 'No bank account yet. Payouts need one.',
  'view.bank-add': 'Add a bank account',
  'view.bank-number': '{bank}, number ending in {last4}',
  'view.bank-unnamed': 'Bank account',
  'view.payouts': 'Payouts',
  'view.payouts-none': 'No payouts yet. They are listed here once Stripe sends money to your bank.',
  'view.payout-arrival':
    '{status, select, paid {Arrived {date}} failed {Was to arrive {date}} canceled {Was to arrive {date}} other {Arrives {date}}}',
  'view.details': 'Details',
  'view.country': 'Country',
  'view.email': 'E-mail address',
  'view.created': 'Started',
  'view.submitted': 'Submitted',
  'view.not-submitted': 'Not submitted yet',
  'view.stripeid': 'Stripe account ID',
  'view.delete': 'Delete this registration',

  'edit.save': 'Save and continue',
  'edit.nothing': 'Nothing is needed in this step.',

  'bank.current': 'Payouts go to {bank} now ({currency}). What you save here replaces it.',
  'bank.current-kept':
    'Payouts go to {bank} now ({currency}). What you save here replaces it if the currency is the same; otherwise Stripe keeps both.',
  'bank.refresh': 'Show what this country needs',
  'bank.save': 'Save and continue',

  'submit.unfinished-title': 'Not ready to submit yet',
  'submit.unfinished': 'Stripe needs some more information first.',
  'submit.finish': 'Go to what is missing',
  'submit.given': 'Given',
  'submit.not-given': 'Not given',
  'submit.yes': 'Yes',
  'submit.no': 'No',
  'submit.agreement': 'Agreement',
  'submit.agreement-link': 'Stripe Connected Account Agreement (opens in a new tab)',
  'submit.consent': 'I have read the Stripe Connected Account Agreement and I agree to it.',
  'submit.recorded':
    'When you submit, Stripe records the time, your IP address and your browser as proof that you agreed.',
  'submit.button': 'Submit',

  'delete.title': 'Delete this registration?',
  'delete.lead':
    'Everything you entered is deleted here and at Stripe. This cannot be undone. If you register again, you start from the beginning.',
  'delete.button': 'Delete registration',
  'delete.keep': 'Keep it',

  'signed-in.title': 'You are signed in again',
  'signed-in.lead':
    'Go back to the tab with your form and press Continue there. What you typed is still in it. You can close this tab.',
} as const satisfies Record<string, string>
