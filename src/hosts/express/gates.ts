/**
 * The gates as middleware.
 *
 * @module
 */
import type { Request, RequestHandler } from 'express'
import { detour, type GateRule } from '../../application/gate.ts'
import { redirect } from '../../application/server-handler.ts'
import { stateOf } from '../../application/state-of.ts'
import { isWithin, MODULE_PATHS } from '../../core/addresses.ts'
import { gatherPieces } from '../../web/gather-pieces.ts'
import { pathOf } from '../../web/request-facts.ts'
import type { Asking } from './account-headers.ts'
import { mountPath } from './configuration.ts'

/**
 * Lets guests pass, and anybody who cannot be told from a guest: the app guards its own routes. The module's own paths pass, too,
 * since the gate sends people there.
 */
export function gateFor(rule: GateRule, asking: Asking): RequestHandler {
  return async (request, response, next) => {
    gatherPieces(request)
    const page = await pageFor(rule, asking, request)
    if (page === undefined) next()
    else redirect(response, page)
  }
}

async function pageFor(rule: GateRule, asking: Asking, request: Request): Promise<string | undefined> {
  try {
    const caller = await asking.caller(request)
    const services = caller && (await asking.services())
    if (!services) return undefined
    const { config } = services
    const base = mountPath(config)
    if (isForModule(request, base)) return undefined
    const { method, originalUrl, headers } = request
    const visit = { method, url: pathOf(originalUrl) ?? '/', accept: headers.accept, base }
    return detour(rule, await stateOf(request, services, caller.accountid), visit)
  } catch (err) {
    const services = await asking.services()
    services?.log.error({ err }, 'who is asking could not be found out: a gate let them pass')
    return undefined
  }
}

/** The module's own paths have no other letters. With others, what stands between gate and module may read another path. */
const PLAIN = /^(?:\/[\w-][\w.-]*)+\/?$/

/** Whether the path that Express routes by is one of the module's, and the request line says nothing else. */
function isForModule({ originalUrl, baseUrl, path }: Request, base: string): boolean {
  const [written = ''] = originalUrl.split('?', 1)
  if (written !== baseUrl + path || !written.startsWith(base)) return false
  const own = written.slice(base.length)
  return PLAIN.test(own) && isWithin(own, MODULE_PATHS)
}
