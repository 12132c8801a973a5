/** What every page has around its own content, and the parts that pages share. */
export const common = {
  'layout.skip': 'Skip to the content',
  'layout.offline': 'Offline Stripe: no real money, no real verification',
  'layout.offline-label': 'About this site',
  'layout.menu': 'Menu',
  'layout.account-menu': 'Account',
  'layout.administrator-menu': 'Administrator',
  'layout.footer': '{title}. Payments and identity checks by Stripe.',
  'layout.error-title': 'Please check: {title}',

  'error.request': 'If you ask for help, mention this number: {id}',
  'error.home': 'Back to the start',
} as const satisfies Record<string, string>
