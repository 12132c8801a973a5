/** Gives a request the key that Stripe is called with, unless the host bound another one. */

import type { ServerHandler } from '../handlers/server-handler.ts'
import { runningServices } from '../running.ts'

const handler: ServerHandler = {
  async after(request) {
    const apiKey = runningServices(request.appid)?.config.stripe.key
    if (apiKey !== undefined) request.stripeKey ??= { apiKey }
  },
}

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
