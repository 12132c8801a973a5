/** What any host answers before or instead of one of the module's pages. */
export const hosts = {
  'problem.sign-in-required': 'Sign in to do this.',
  'problem.administrator-required': 'Only administrators can open this.',
  'problem.invalid-csrf-token':
    'This form expired, or you signed in somewhere else. Check your answers and send it again.',
  'problem.form-of-another-person': 'Somebody else opened this form, so nothing was saved. Fill it in again.',
  'problem.signed-out':
    'You were signed out before this form was sent, so nothing was saved. Check your answers and send it again.',
  'problem.invalid-xss-input': 'Remove the character <. It cannot be used here.',
  'problem.invalid-contact-email': 'Enter an e-mail address, like name@example.com.',
  'problem.invalid-display-email': 'Enter an e-mail address, like name@example.com.',
  'problem.invalid-website': 'Enter a website in the correct format, like https://example.com.',
  'problem.cross-site-request': 'This request came from another website, so nothing was changed.',
  'problem.method-not-allowed': 'This address does not accept that kind of request.',
  'problem.not-found': 'There is nothing at this address. It may be mistyped, or the page may be gone.',
  'problem.invalid-query': 'Part of the address is missing or wrong.',
  'problem.invalid-body': 'What you sent arrived incomplete or cannot be read. Send it again.',
  'problem.body-already-read':
    'Another part of this site read your form first, so nothing was changed. Ask whoever runs the site to fix this.',
  'problem.unsupported-content-type': 'What you sent is in a format that we do not accept.',
  'problem.request-too-large':
    'That is too much to send at once. Shorten what you typed, or send fewer or smaller files.',
  'problem.file-too-large':
    'This file is too large. Choose one of at most 10 MB, and at most 30 MB together.',
  'problem.unexpected-file':
    'This form does not ask for this file, so nothing was saved. Send it again without it.',
  'problem.uploads-busy':
    'Too many files are being uploaded at the moment. Choose your files again and send the form in a minute.',
  'problem.too-busy': 'The site is very busy at the moment. Send it again in a minute.',
  'problem.request-timeout':
    'Your connection stopped before everything arrived, so nothing was saved. Check it and send the form again.',
  'problem.value-too-long': 'This is too long. Shorten it.',
  'problem.unavailable': 'Getting paid is not available at the moment. Try again later.',
  'problem.internal-error':
    'Something went wrong on our side. Try again in a moment. Quote {requestId} if you ask for help.',

  'dashboard.nav.home': 'Home',
  'dashboard.nav.account': 'Getting paid',
  'dashboard.nav.register': 'New registration',

  'error-page.title': 'That did not work',
  'error-page.title.403': 'You cannot open this page',
  'error-page.title.404': 'Page not found',
  'error-page.title.500': 'Sorry, there is a problem',
  'error-page.title.502': 'Unavailable at the moment',
  'error-page.title.503': 'Unavailable at the moment',
  'error-page.title.504': 'Unavailable at the moment',
  'kept-form.kept': 'What you typed is safe. It stays on this page.',
  'kept-form.files': 'Browsers do not keep chosen files. Choose these again afterwards: {files}.',
  'kept-form.again': 'Send again',

  'error-page.internal': 'Something went wrong on our side. Try again in a moment.',
} as const satisfies Record<string, string>
