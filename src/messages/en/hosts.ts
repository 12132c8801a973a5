/** What any host answers before or instead of one of the module's pages. */
export const hosts = {
  'problem.sign-in-required': 'Sign in to do this.',
  'problem.administrator-required': 'Only administrators can open this.',
  'problem.invalid-csrf-token':
    'This form was open for too long or you signed in elsewhere. Look it over and send it again.',
  'problem.invalid-xss-input': 'The sign < cannot be used here. Please take it out.',
  'problem.cross-site-request': 'This request came from another website, so nothing was changed.',
  'problem.method-not-allowed': 'This address does not take that kind of request.',
  'problem.not-found': 'There is nothing at this address. It may have been typed wrong or be gone.',
  'problem.invalid-query': 'The address is missing something or has something wrong in it.',
  'problem.invalid-body': 'What was sent did not arrive whole or cannot be read. Send it again.',
  'problem.body-already-read':
    'Something on this site read what was sent before it came here, so nothing was changed. Whoever runs the site can mend that.',
  'problem.unsupported-content-type': 'What was sent is in a format that is not understood here.',
  'problem.request-too-large':
    'That is more than can be sent at once. Shorten what you typed, or send fewer or smaller files.',
  'problem.file-too-large':
    'This file is too large. Choose one of at most 10 MB, and at most 30 MB together.',
  'problem.unexpected-file':
    'A file came with this form, which takes none. Nothing was saved: send it again.',
  'problem.uploads-busy':
    'Too many files are being sent at the moment. Choose your files again and send the form in a minute.',
  'problem.too-busy': 'Too much is being sent at the moment. Send it again in a minute.',
  'problem.request-timeout':
    'What you sent stopped arriving, so nothing was saved. Check your connection and send it again.',
  'problem.value-too-long': 'This is too long. Shorten it.',
  'problem.unavailable': 'Getting paid is not available at the moment. Please try again later.',
  'problem.internal-error': 'Something went wrong on our side. Mention {requestId} if you ask for help.',

  'dashboard.nav.home': 'Home',
  'dashboard.nav.account': 'Getting paid',
  'dashboard.nav.register': 'New registration',

  'error-page.title': 'This did not work',
  'error-page.title.403': 'You cannot open this page',
  'error-page.title.404': 'Page not found',
  'error-page.title.500': 'Something went wrong',
  'error-page.title.502': 'Not reachable at the moment',
  'error-page.title.503': 'Not reachable at the moment',
  'error-page.title.504': 'Not reachable at the moment',
  'signed-out.title': 'You have been signed out',
  'signed-out.lead': 'Nothing that you typed is lost: it stays on this page while you sign in again.',
  'signed-out.sign-in': 'Sign in (opens in a new tab).',
  'signed-out.come-back': 'Come back to this page and press Continue.',
  'signed-out.files': 'A browser does not keep chosen files. Choose these again afterwards: {files}.',
  'signed-out.continue': 'Continue',

  'kept-form.kept': 'Nothing that you typed is lost. It stays on this page.',
  'kept-form.again': 'Send it again',

  'error-page.internal': 'It is our fault, not yours. Try again in a moment.',
} as const satisfies Record<string, string>
