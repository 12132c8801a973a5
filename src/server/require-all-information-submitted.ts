/** Sends a person of whom Stripe wants something to the page where they give it, for the account with the nearest deadline. */
import { gate, owingInformation } from '../application/gate.ts'

const handler = gate(owingInformation)

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
