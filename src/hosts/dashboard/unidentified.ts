import { routes } from '../../features.ts'
import type { DashboardRequest, DashboardResponse } from './dashboard.ts'
import { refuse } from './guard-bodies.ts'
import { state } from './state.ts'

const OURS = new Set<string>(routes.map(({ path }) => path))

/** Says that the database does not answer, to somebody who may be signed in. Our own forms keep what was typed. */
export async function answerUnidentified(
  request: DashboardRequest,
  response: DashboardResponse,
): Promise<void> {
  response.ended = true
  if (OURS.has(request.urlPath) && state.answer) state.answer(request, response)
  else await refuse(request, response, 503, 'storage-unavailable')
}
