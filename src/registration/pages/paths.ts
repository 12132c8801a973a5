/** The addresses of the account pages: part of the contract with Dashboard and with the applications behind. */
export const PATHS = {
  start: '/account/connect',
  list: '/account/connect/stripe-accounts',
  create: '/account/connect/create-stripe-account',
  view: '/account/connect/stripe-account',
  events: '/account/connect/stripe-account/events',
  edit: '/account/connect/edit-stripe-account',
  bank: '/account/connect/edit-payment-information',
  submit: '/account/connect/submit-stripe-account',
  delete: '/account/connect/delete-stripe-account',
  signedIn: '/account/connect/signed-in',
} as const
