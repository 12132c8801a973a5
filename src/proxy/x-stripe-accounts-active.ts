/** Sends those Stripe accounts of the person that payouts are enabled for. */
import { stateHeader } from '../application/state-header.ts'

const handler = stateHeader('x-stripe-accounts-active')

export default handler
// What `require()` gives: Dashboard wants the function itself.
export { handler as 'module.exports' }
