/** Sends `true` when the person has a Stripe account that payouts are enabled for, else `false`. */
import { stateHeader } from '../application/state-header.ts'

const handler = stateHeader('x-has-active-stripe-account')

export default handler
// What `require()` gives: Dashboard wants the function itself.
export { handler as 'module.exports' }
