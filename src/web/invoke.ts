/**
 * Calls a route of the API, whoever asks: over HTTP, or another module in this process.
 *
 * @module
 */
import type { Context } from '../context/context.ts'
import type { ReadQuery } from './enter.ts'
import { refuseFiles, refuseProblems } from './read-body.ts'
import type { ApiRoute } from './route.ts'
import type { PostedBody } from './sent.ts'

/** What came with a call. */
export interface Sent {
  query: ReadQuery
  /** Called once it is known who asks, and for what, and not at all where nothing is posted. */
  body(): Promise<PostedBody> | PostedBody
}

/**
 * @returns what the route declares, and nothing more
 * @throws ConnectError for a caller whom it is not for, and for what does not fit its query or its body
 * @example
 * const rows = await invoke(route, context, { query: () => ({ accountid }), body: () => plainForm({}) })
 */
export async function invoke(route: ApiRoute, context: Context, sent: Sent): Promise<unknown> {
  const answer = route.enter(context, sent.query)
  if (!route.body) return answer(undefined, [])
  const posted = await sent.body()
  refuseFiles(posted)
  refuseProblems(posted)
  return answer(posted.values, posted.files)
}
