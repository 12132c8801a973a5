/** Sends a person without a Stripe account that payouts are enabled for to the page where they register one. */
import { gate } from '../handlers/gate.ts'

const handler = gate(({ active }) => (active ? undefined : '/account/connect/create-stripe-account'))

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
