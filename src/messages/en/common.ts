/** The words around every page's content, and in the parts that pages share. */
export const common = {
  'layout.skip': 'Skip to the content',
  'layout.offline': 'Offline Stripe: no real money, no real verification',
  'layout.offline-label': 'About this site',
  'layout.menu': 'Menu',
  'layout.account-menu': 'Account',
  'layout.administrator-menu': 'Administrator',
  'layout.footer': '{title}. Payments and identity checks by Stripe.',
  'layout.error-title': 'Error: {title}',

  'error.request': 'If you ask for help, quote this number: {id}',
  'error.home': 'Back to the start',

  'summary.title': 'There is a problem',

  'field.optional': '(optional)',
  'field.instead': '(or “{other}” instead)',
  'field.choose': 'Choose',
  'field.day': 'Day',
  'field.month': 'Month',
  'field.year': 'Year',
  'field.search-hint': 'Type a word and choose from the list.',
  'field.provided': 'Already given. Leave it empty to keep it.',
  'field.document-provided': 'Already uploaded. Choose a file only to replace it.',
  'field.file-hint': '{types}, up to {size}.',
  'field.drop': 'Drop a file here, or',
  'field.front': 'Front',
  'field.back': 'Back',
  'field.back-hint': 'Not needed for one-sided documents, such as passports',
  'field.choose-again':
    'If you chose a file, choose it again. Browsers do not keep files when a form comes back.',
  'field.wrong-type': 'This type of file is not accepted. Choose {types}.',
  'field.without': 'Go on without this file',
  'field.too-large': 'This file is too large. Choose one of {size} or less.',

  'pagination.label': 'Pages of the list',
  'pagination.previous': 'Previous',
  'pagination.next': 'Next',
  'pagination.position': '{first} to {last} of {total}',
  'link.copy': 'Copy link',
  'link.copied': 'Copied',
} as const satisfies Record<string, string>
