/** Sends `true` when the person has a Stripe account with payouts enabled, else `false`. */
import { stateHeader } from '../application/state-header.ts'

const handler = stateHeader('x-has-active-stripe-account')

export default handler
// `require()` returns this: Dashboard expects the function itself.
export { handler as 'module.exports' }
