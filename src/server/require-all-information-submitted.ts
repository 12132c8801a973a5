/** Sends a person of whom Stripe wants something to the page where they give it, for the account with the nearest deadline. */
import { gate } from '../handlers/gate.ts'

const handler = gate(
  ({ owing }) => owing && `/account/connect/edit-stripe-account?stripeid=${encodeURIComponent(owing)}`,
)

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
