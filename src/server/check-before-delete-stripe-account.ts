/**
 * Lets the application server have a say before an account is deleted. Listing this file turns the check on for every way
 * of deleting (see `askBeforeDelete`); the handler itself only spares a person the confirmation of what will be refused.
 */

import { askBeforeDelete } from '../application/application-server.ts'
import { checkDeletions, runningServices } from '../application/running.ts'
import {
  type HandlerRequest,
  redirect,
  requestedPath,
  type ServerHandler,
} from '../application/server-handler.ts'
import type { Services } from '../context/context.ts'
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import { forRequest } from '../storage/waiting.ts'

checkDeletions()

const handler: ServerHandler = {
  async after(request, response) {
    const services = runningServices(request.appid)
    if (!services || request.method !== 'GET' || requestedPath(request.url) !== ACCOUNT_PAGES.delete) return
    const path = await forRequest(request, () => objection(services, request))
    if (path) redirect(response, path)
  },
}

async function objection(services: Services, request: HandlerRequest): Promise<string | false> {
  const { account, session } = request
  const stripeid = new URL(request.url ?? '/', services.config.url).searchParams.get('stripeid')
  if (!account || !session || !stripeid) return false
  const caller = {
    accountid: account.accountid,
    sessionid: session.sessionid,
    administrator: account.administrator ?? false,
  }
  try {
    const row = await services.storage.stripeAccounts.find(stripeid)
    if (row?.accountid !== caller.accountid) return false
    return (await askBeforeDelete(services, { stripeid, caller })).redirect
  } catch {
    // The page is shown, and says what is wrong when the deletion is confirmed.
    return false
  }
}

export default handler
// What `require()` gives.
export { handler as 'module.exports' }
