/** Sends a person who has no Stripe account with payouts enabled to the page that creates one. */
import { gate, withoutActiveAccount } from '../application/gate.ts'

const handler = gate(withoutActiveAccount)

export default handler
// `require()` returns this.
export { handler as 'module.exports' }
