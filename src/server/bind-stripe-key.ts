/** Gives a request the Stripe key, unless the host has bound another one. */

import { runningServices } from '../application/running.ts'
import type { ServerHandler } from '../application/server-handler.ts'

const handler: ServerHandler = {
  after(request) {
    const apiKey = runningServices(request.appid)?.config.stripe.key
    if (apiKey !== undefined) request.stripeKey ??= { apiKey }
  },
}

export default handler
// `require()` returns this.
export { handler as 'module.exports' }
