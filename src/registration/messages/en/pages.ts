/** The pages on which a person registers to be paid and follows their account. */
export const pages = {
  'message.created': 'Your registration is started. Everything you save is kept until you come back.',
  'message.saved': 'Saved.',
  'message.bank-saved': 'Your bank account is saved.',
  'message.submitted': 'Your registration is submitted. This page follows by itself what Stripe says.',
  'message.deleted': 'The registration is deleted.',

  'field.date-hint': 'For example {example}',

  'steps.label': 'Steps of the registration',
  'steps.progress': 'Step {number} of {total}',
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
    'Register once, and what you sell is paid out to your bank account. Stripe, which handles the payments, checks who you are, as the law asks of it.',
  'start.begin': 'Register to get paid',
  'start.another': 'Start another registration',
  'start.duration': 'It takes about ten minutes, and you can stop and come back at any time.',
  'start.needed': 'What you need',
  'start.needed.you': 'Your name, date of birth and address',
  'start.needed.you-why': 'as they are on your identity document',
  'start.needed.document': 'An identity document',
  'start.needed.document-why':
    'a photo of a passport, an identity card or a driving licence, if Stripe asks for it',
  'start.needed.bank': 'Your bank account',
  'start.needed.bank-why': 'the numbers that payouts are sent to',
  'start.needed.business': 'A few words on what you sell',
  'start.needed.business-why': 'and the address of your website or page, if you have one',
  'start.how': 'How it goes',
  'start.how.register': 'You answer questions in a few short steps.',
  'start.how.verify': 'Stripe checks the answers, often within minutes.',
  'start.how.paid': 'Your account is active, and payouts go to your bank.',
  'start.privacy':
    'What you enter goes to Stripe over an encrypted connection. Bank numbers, identity numbers and pictures of documents are not kept by this site.',
  'start.under-way': 'Your registrations',

  'accounts.title': 'Your registrations',
  'accounts.empty': 'You have not registered yet.',

  'create.title': 'Register to get paid',
  'create.country': 'The country you live in and pay tax in',
  'create.country-hint': 'It decides what Stripe asks for, and it cannot be changed later.',
  'create.button': 'Continue',
  'create.continue-title': 'You have started already',
  'create.or': 'Or start another one:',

  'view.next': 'What to do next',
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
  'view.stripeid': 'Number at Stripe',
  'view.delete': 'Delete this registration',

  'edit.save': 'Save and continue',
  'edit.nothing': 'Nothing is asked in this step.',

  'bank.current': 'Payouts go to {bank} now ({currency}). What you save here replaces it.',
  'bank.current-kept':
    'Payouts go to {bank} now ({currency}). What you save here replaces it if the currency is the same; otherwise Stripe keeps both.',
  'bank.refresh': 'Show what this country needs',
  'bank.save': 'Save and continue',

  'submit.unfinished-title': 'Not ready to submit yet',
  'submit.unfinished': 'Some of what Stripe asks for is missing.',
  'submit.finish': 'Go to what is missing',
  'submit.given': 'Given',
  'submit.not-given': 'Not given',
  'submit.yes': 'Yes',
  'submit.no': 'No',
  'submit.agreement': 'Agreement',
  'submit.agreement-link': 'Stripe Connected Account Agreement (opens in a new tab)',
  'submit.consent': 'I have read the Stripe Connected Account Agreement and I agree to it.',
  'submit.recorded':
    'When you submit, the time, your address on the internet and the name of your browser are recorded with Stripe as proof of your consent.',
  'submit.button': 'Submit',

  'delete.title': 'Delete this registration?',
  'delete.lead':
    'It is deleted here and at Stripe, with everything entered. This cannot be undone. Registering again later starts from the beginning.',
  'delete.button': 'Delete it',
  'delete.keep': 'Keep it',

  'signed-in.title': 'You are signed in again',
  'signed-in.lead':
    'Go back to the tab with your form and press Continue there: what you typed is still in it. You can close this tab.',
} as const satisfies Record<string, string>
