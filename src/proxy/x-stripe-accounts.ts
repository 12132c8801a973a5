/** Sends the Stripe accounts of the person, newest first. */
import { stateHeader } from '../application/state-header.ts'

const handler = stateHeader('x-stripe-accounts')

export default handler
// What `require()` gives: Dashboard wants the function itself.
export { handler as 'module.exports' }
