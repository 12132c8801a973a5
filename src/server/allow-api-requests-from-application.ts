/**
 * Lets the application server call the API. Dashboard refuses every call until a handler allows it, and its own file of
 * this name never does. The standalone host needs no handler for it.
 */
import { isApplicationServer } from '../application/is-application-server.ts'
import { runningServices } from '../application/running.ts'
import { type EarlyServerHandler, requestedPath } from '../application/server-handler.ts'

const handler: EarlyServerHandler = {
  async before(request) {
    const services = runningServices(request.appid)
    if (!services || !requestedPath(request.url)?.startsWith('/api/')) return
    if (isApplicationServer(request.headers, services.config)) request.allowAPIRequest = true
  },
}

export default handler
// `require()` returns this.
export { handler as 'module.exports' }
