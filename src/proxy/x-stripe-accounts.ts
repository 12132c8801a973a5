/** Sends the person's Stripe accounts, newest first. */
import { stateHeader } from '../application/state-header.ts'

const handler = stateHeader('x-stripe-accounts')

export default handler
// `require()` returns this: Dashboard expects the function itself.
export { handler as 'module.exports' }
