/** The addresses of the administrator's pages: part of the contract with Dashboard. */
export const ADDRESSES = {
  start: '/administrator/connect',
  accounts: '/administrator/connect/stripe-accounts',
  account: '/administrator/connect/stripe-account',
  reject: '/administrator/connect/reject-stripe-account',
  delete: '/administrator/connect/delete-stripe-account',
  payouts: '/administrator/connect/payouts',
  payout: '/administrator/connect/payout',
  deadLetters: '/administrator/connect/dead-letters',
} as const
