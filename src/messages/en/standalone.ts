/** The standalone host: signing in, the account area, and the way to the application server. */
export const standalone = {
  'standalone.menu.account': 'Your account',
  'standalone.menu.sign-in': 'Sign in',
  'standalone.menu.register': 'Register',
  'standalone.menu.sign-out': 'Sign out',
  'standalone.menu.administrator': 'Administration',
  'standalone.menu.people': 'People',

  'standalone.field.name': 'Your name',
  'standalone.field.email': 'E-mail address',
  'standalone.field.password': 'Password',
  'standalone.field.password-hint':
    'At least 10 characters. A few words are easy to remember and hard to guess.',

  'standalone.sign-in.title': 'Sign in',
  'standalone.sign-in.kept': 'You were signed out. Sign in to go on: what you typed is kept.',
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

  'standalone.forgot-password.title': 'Forgot your password?',
  'standalone.forgot-password.lead':
    'Enter the e-mail address you registered with. We send you a link to set a new password.',
  'standalone.forgot-password.submit': 'Send link',
  'standalone.forgot-password.sent': 'Check your e-mail',
  'standalone.forgot-password.sent-about':
    'If you have registered with this address, you get an e-mail with a link to set a new password. The link works once, for {hours} hours.',
  'standalone.forgot-password.nothing':
    'Nothing after a few minutes? Look in your spam folder, or check the address.',
  'standalone.forgot-password.again': 'Send another link',
  'standalone.reset-mail.subject': 'Set a new password for {title}',
  'standalone.reset-mail.text':
    'Set a new password for {title} with this link:\n\n{address}\n\nIt works once, for {hours} hours. If you did not ask for it, do nothing: your password stays as it is.\n',

  'standalone.administrator.title': 'Administration',
  'standalone.administrator.connect': 'Sellers and payouts',
  'standalone.administrator.connect-about':
    'Registrations, their status at Stripe, payouts, and what went wrong.',
  'standalone.administrator.people-about':
    'Everybody who has registered: new passwords, and who is an administrator.',

  'standalone.people.title': 'People',
  'standalone.people.search': 'E-mail address',
  'standalone.people.who': 'Show',
  'standalone.people.everybody': 'Everybody',
  'standalone.people.administrators': 'Administrators',
  'standalone.people.filter': 'Search',
  'standalone.people.clear': 'Show everybody',
  'standalone.people.count':
    '{more, select, true {More than } other {}}{count, plural, one {# person} other {# people}}',
  'standalone.people.none': 'Nobody has an address like that.',
  'standalone.people.name': 'Name',
  'standalone.people.administrator': 'Administrator',
  'standalone.people.registered': 'Registered',

  'standalone.person.since': 'Registered on {date}',
  'standalone.person.accounts': 'Stripe accounts',
  'standalone.person.password': 'Password',
  'standalone.person.link-about':
    'If they have forgotten their password, make a link with which they set a new one. It works once, for {hours} hours. The new password signs them out everywhere.',
  'standalone.person.make-link': 'Make link',
  'standalone.person.link': 'Link to set a new password',
  'standalone.person.link-hint':
    'Send this link to {name}. It works once, for {hours} hours, and is shown only now. Anyone who has it can sign in as {name}.',
  'standalone.person.link-shown':
    'A link is shown once. If it is lost, make another: the one before stops working.',
  'standalone.person.rights': 'Administrator rights',
  'standalone.person.make-about':
    'Administrators see every seller and payout, can make links to set anybody’s password, and can make others administrators. Do you trust {name} with that?',
  'standalone.person.make': 'Make administrator',
  'standalone.person.unmake-about': '{name} keeps their account and loses access to these pages.',
  'standalone.person.unmake-self': 'You keep your account and lose access to these pages.',
  'standalone.person.unmake': 'Remove administrator rights',
  'standalone.person.made': 'Now an administrator.',
  'standalone.person.unmade': 'No longer an administrator.',
  'problem.last-administrator': 'Nobody else is an administrator. Make somebody else one first.',

  'problem.invalid-name': 'Enter your name.',
  'problem.name-characters':
    'Enter your name using letters, without signs such as < > # $ % ^ = | ~, in 200 characters or fewer.',
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
