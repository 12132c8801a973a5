/**
 * The request handler that asks the application server before it shows the page for deleting an account. It only saves the person
 * from confirming a deletion that would be refused: each way of deleting asks again (see `askBeforeDelete`).
 *
 * @module
 */
import type { Services } from '../context/context.ts'
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import { forRequest } from '../storage/waiting.ts'
import { askBeforeDelete } from './ask-before-delete.ts'
import { runningServices } from './running.ts'
import { type HandlerRequest, redirect, requestedPath, type ServerHandler } from './server-handler.ts'

export const checkBeforeDelete: ServerHandler = {
  after(request, response) {
    const services = runningServices(request.appid)
    if (!services || request.method !== 'GET' || requestedPath(request.url) !== ACCOUNT_PAGES.delete) return
    return forRequest(request, async () => {
      const path = await objection(services, request)
      if (path) redirect(response, path)
    })
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
    if ((await services.ownerOf(stripeid)) !== caller.accountid) return false
    return (await askBeforeDelete(services, { stripeid, caller })).redirect
  } catch {
    // Show the page: it reports the problem when the person confirms the deletion.
    return false
  }
}
