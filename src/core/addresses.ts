/**
 * The paths of this module: part of the contract with Dashboard and with application servers.
 *
 * @module
 */

/** Pages for the person signed in. */
export const ACCOUNT_PAGES = {
  start: '/account/connect',
  list: '/account/connect/stripe-accounts',
  create: '/account/connect/create-stripe-account',
  view: '/account/connect/stripe-account',
  events: '/account/connect/stripe-account/events',
  edit: '/account/connect/edit-stripe-account',
  bank: '/account/connect/edit-payment-information',
  submit: '/account/connect/submit-stripe-account',
  delete: '/account/connect/delete-stripe-account',
  persons: '/account/connect/persons',
  createPerson: '/account/connect/create-person',
  person: '/account/connect/person',
  editPerson: '/account/connect/edit-person',
  deletePerson: '/account/connect/delete-person',
  invitePerson: '/account/connect/invite-person',
  invitation: '/account/connect/invitation',
  submitOwners: '/account/connect/submit-company-owners',
  submitDirectors: '/account/connect/submit-company-directors',
  submitExecutives: '/account/connect/submit-company-executives',
  atStripe: '/account/connect/at-stripe',
  toStripe: '/account/connect/to-stripe',
  fromStripe: '/account/connect/from-stripe',
} as const

export const ADMINISTRATOR_PAGES = {
  start: '/administrator/connect',
  accounts: '/administrator/connect/stripe-accounts',
  accountsFile: '/administrator/connect/stripe-accounts.csv',
  account: '/administrator/connect/stripe-account',
  reject: '/administrator/connect/reject-stripe-account',
  delete: '/administrator/connect/delete-stripe-account',
  payouts: '/administrator/connect/payouts',
  payoutsFile: '/administrator/connect/payouts.csv',
  payout: '/administrator/connect/payout',
  deadLetters: '/administrator/connect/dead-letters',
} as const

/** Pages of the host that signs people in. The standalone host uses Dashboard's paths. */
export const HOST_PAGES = {
  account: '/account',
  administrator: '/administrator',
  forgotPassword: '/account/forgot-password',
  password: '/account/password',
  people: '/administrator/people',
  person: '/administrator/person',
  register: '/account/register',
  resetPassword: '/account/reset-password',
  signIn: '/account/signin',
  signOut: '/account/signout',
} as const

/** The API's reference, for everybody. */
export const API_DOCS = { page: '/api/docs', file: '/api/docs/openapi.json' } as const

/** Where Stripe delivers webhooks. Installations of the earlier module have registered this path. */
export const WEBHOOK_PATH = '/webhooks/connect/index-connect-data'

/** Somebody may have entered the address with a slash at its end. */
export function isWebhookPath(path: string): boolean {
  return path === WEBHOOK_PATH || path === `${WEBHOOK_PATH}/`
}

/** Files for browsers, the same for everybody. */
export const PUBLIC_PATH = '/public/connect'

/** The paths that belong to the module in every host, each with everything below it. */
export const MODULE_PATHS = [
  ACCOUNT_PAGES.start,
  ADMINISTRATOR_PAGES.start,
  '/api/user/connect',
  '/api/administrator/connect',
  API_DOCS.page,
  '/webhooks/connect',
  PUBLIC_PATH,
]

/** @example isWithin('/account/connect/stripe-account', MODULE_PATHS) // true */
export function isWithin(path: string, roots: readonly string[]): boolean {
  return roots.some(
    (root) => path.startsWith(root) && (path.length === root.length || path[root.length] === '/'),
  )
}
