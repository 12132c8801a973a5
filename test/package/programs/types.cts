/** The same for a CommonJS program: the types that `require()` gives. */
import connect = require('@layeredapps/stripe-connect')
import xActive = require('@layeredapps/stripe-connect/src/proxy/x-stripe-accounts-active.js')
import requireAccount = require('@layeredapps/stripe-connect/src/server/require-connect-account.js')

export const config: connect.Config = connect.loadConfig({})
export const mounted: connect.StripeConnect = connect.stripeConnect({ authenticate: () => undefined })
export const sent: void | Promise<void> = xActive({}, { headers: {} })
export const { after } = requireAccount
