/**
 * Answers for the module's routes while the module is not running; the rest of the dashboard works.
 *
 * @module
 */
import { isWithin } from '../../core/addresses.ts'
import { translators } from '../../runtime/translators.ts'
import { answerFailure, UNAVAILABLE } from '../../web/refusal.ts'
import { requestIdOf } from '../../web/request-facts.ts'
import type { ViewEngine } from '../../web/view-engine.ts'
import { callerOf } from './caller.ts'
import { drawPage } from './page-drawing.ts'
import type { Answer } from './state.ts'

const messages = translators.english

export function createUnavailable(views: ViewEngine): Answer {
  return async (request, response) => {
    response.ended = true
    const viewer = { messages, caller: callerOf(request), offline: false }
    await answerFailure(
      UNAVAILABLE,
      {
        isProgram: isWithin(request.urlPath, ['/api', '/webhooks']),
        messages,
        requestId: requestIdOf(request),
        draw: (page) => drawPage(views, page, viewer, request, response),
      },
      response,
    )
  }
}
