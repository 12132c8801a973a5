/** The standalone host: signing in, the account area, and the way to the application server. */
export const standalone = {
  'standalone.menu.account': 'Your account',
  'standalone.menu.sign-in': 'Sign in',
  'standalone.menu.register': 'Register',
  'standalone.menu.sign-out': 'Sign out',
  'standalone.menu.administrator': 'Administration',

  'standalone.field.name': 'Your name',
  'standalone.field.email': 'E-mail address',
  'standalone.field.password': 'Password',
  'standalone.field.password-hint':
    'At least 10 characters. A few words are easy to remember and hard to guess.',

  'standalone.sign-in.title': 'Sign in',
  'standalone.sign-in.submit': 'Sign in',
  'standalone.sign-in.forgotten': 'Forgot your password? Ask the marketplace for a link to set a new one.',
  'standalone.sign-in.register': 'New here?',
  'standalone.sign-in.register-link': 'Register',

  'standalone.register.title': 'Register',
  'standalone.register.submit': 'Register',
  'standalone.register.sign-in': 'Registered already?',
  'standalone.register.sign-in-link': 'Sign in',

  'standalone.sign-out.title': 'Sign out',
  'standalone.sign-out.question': 'You are signed in as {email}.',
  'standalone.sign-out.submit': 'Sign out',
  'standalone.sign-out.stay': 'Stay signed in',

  'standalone.account.title': 'Your account',
  'standalone.account.signed-in-as': 'Signed in as {name} ({email})',
  'standalone.account.connect': 'Get paid',
  'standalone.account.connect-about': 'Register to be paid, see what is missing, and follow your payouts.',
  'standalone.account.administrator': 'Administration',
  'standalone.account.administrator-about': 'Manage sellers and payouts.',
  'standalone.account.home': 'Back to {title}',

  'standalone.password.title': 'Change your password',
  'standalone.password.present': 'Your password now',
  'standalone.password.new': 'New password',
  'standalone.password.submit': 'Change password',
  'standalone.password.changed': 'Your password has been changed. You are signed out everywhere else.',
  'standalone.reset-password.title': 'Set a new password',
  'standalone.reset-password.lead':
    'For {email}. You are then signed in here, and signed out everywhere else.',
  'standalone.reset-password.submit': 'Set password and sign in',

  'standalone.administrator.title': 'Administration',
  'standalone.administrator.connect': 'Sellers and payouts',
  'standalone.administrator.connect-about':
    'Registrations, their status at Stripe, payouts, and what went wrong.',

  'problem.invalid-name': 'Enter your name.',
  'problem.invalid-email': 'Enter an e-mail address, like name@example.com.',
  'problem.email-taken': 'This address is already registered. Sign in, or use another one.',
  'problem.password-too-short': 'Choose a password of at least 10 characters.',
  'problem.password-too-long': 'Choose a password of at most 200 characters.',
  'problem.wrong-password': 'This is not your password.',
  'problem.invalid-reset-link':
    'This link has been used already, or is too old. Ask the marketplace for a new one.',
  'problem.wrong-credentials': 'The e-mail address or the password is wrong.',
  'problem.too-many-attempts':
    'Too many attempts. Wait {minutes, plural, one {a minute} other {# minutes}} and try again.',
  'problem.invalid-application-server':
    'The application server’s address or token is wrong, or the session that it names has ended.',

  'problem.application-server-unreachable':
    'The app behind this page is not answering. Try again in a moment.',
  'problem.application-server-timeout': 'The app behind this page is taking too long. Try again in a moment.',
} as const satisfies Record<string, string>
