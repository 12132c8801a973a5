/**
 * The request handler that lets the application server have a say before a person's account is deleted. It only spares the person
 * the confirmation of what will be refused: every way of deleting asks by itself (see `askBeforeDelete`).
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
    // The page is shown, and says what is wrong when the deletion is confirmed.
    return false
  }
}
