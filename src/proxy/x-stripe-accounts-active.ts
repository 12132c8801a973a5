/** Sends the person's Stripe accounts that have payouts enabled. */
import { stateHeader } from '../application/state-header.ts'

const handler = stateHeader('x-stripe-accounts-active')

export default handler
// `require()` returns this: Dashboard expects the function itself.
export { handler as 'module.exports' }
