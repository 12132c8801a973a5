/** Sends a person who owes Stripe information to the page for it, for the account with the nearest deadline. */
import { gate, owingInformation } from '../application/gate.ts'

const handler = gate(owingInformation)

export default handler
// `require()` returns this.
export { handler as 'module.exports' }
