/** Sends a person without a Stripe account that payouts are enabled for to the page where they register one. */
import { gate, withoutActiveAccount } from '../application/gate.ts'

const handler = gate(withoutActiveAccount)

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
