/** The same for a program that a bundler or TypeScript turns into CommonJS. */
import { type Config, loadConfig, type StripeConnect, stripeConnect } from '@layeredapps/stripe-connect'
import xActive from '@layeredapps/stripe-connect/src/proxy/x-stripe-accounts-active.js'
import requireAccount from '@layeredapps/stripe-connect/src/server/require-connect-account.js'

export const config: Config = loadConfig({})
export const mounted: StripeConnect = stripeConnect({ authenticate: () => undefined })
export const sent: void | Promise<void> = xActive({}, { headers: {} })
export const { after } = requireAccount
