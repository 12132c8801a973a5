/** Gives a request the key that Stripe is called with, unless the host bound another one. */

import { runningServices } from '../application/running.ts'
import type { ServerHandler } from '../application/server-handler.ts'

const handler: ServerHandler = {
  after(request) {
    const apiKey = runningServices(request.appid)?.config.stripe.key
    if (apiKey !== undefined) request.stripeKey ??= { apiKey }
  },
}

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
