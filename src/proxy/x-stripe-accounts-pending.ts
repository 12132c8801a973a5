/** Sends those Stripe accounts of the person of which Stripe is verifying something. */
import { stateHeader } from '../application/state-header.ts'

const handler = stateHeader('x-stripe-accounts-pending')

export default handler
// What `require()` gives: Dashboard wants the function itself.
export { handler as 'module.exports' }
