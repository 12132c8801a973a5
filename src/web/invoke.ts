/**
 * Calls an API route, for a request over HTTP or for another module in this process.
 *
 * @module
 */
import type { Context } from '../context/context.ts'
import type { ReadQuery } from './enter.ts'
import { refuseFiles, refuseProblems } from './read-body.ts'
import type { ApiCall, ApiRoute } from './route.ts'
import type { PostedBody } from './sent.ts'

/** The query and the body of a call. */
export interface Sent {
  query: ReadQuery
  /**
   * Called after the caller and the query are accepted, and never for a route without a body.
   *
   * @param fileFields asks for the names of the files that may come with it
   */
  body(fileFields: ApiCall['fileFields']): Promise<PostedBody>
}

/**
 * @returns what the route declares, and nothing more
 * @throws ConnectError for a caller who may not use the route, and for a query or body that does not fit
 * @example
 * const rows = await invoke(route, context, { query: () => ({ accountid }), body: async () => plainForm({}) })
 */
export async function invoke(route: ApiRoute, context: Context, sent: Sent): Promise<unknown> {
  const call = await route.enter(context, sent.query)
  if (!route.body) return call.answer(undefined, [])
  const posted = await sent.body(call.fileFields)
  refuseProblems(posted)
  refuseFiles(posted)
  return call.answer(posted.values, posted.files)
}
