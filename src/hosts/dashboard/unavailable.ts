/**
 * Answers in the place of the module's routes when it could not be started: the rest of the dashboard goes on.
 *
 * @module
 */
import { LANGUAGES, Translator } from '../../messages/translator.ts'
import { RETRY_AFTER } from '../../web/answer-error.ts'
import type { ViewEngine } from '../../web/view-engine.ts'
import type { Answer } from './connect-app.ts'
import { callerOf } from './hooks.ts'
import { drawPage } from './page-drawing.ts'

const STATUS = 503
const CODE = 'unavailable'

const messages = new Translator(LANGUAGES[0] ?? 'en')

export function createUnavailable(views: ViewEngine): Answer {
  return async (request, response) => {
    response.ended = true
    response.statusCode = STATUS
    response.setHeader('cache-control', 'no-store')
    response.setHeader('retry-after', RETRY_AFTER)
    const title = messages.text(`error-page.title.${STATUS}`)
    const sentence = messages.text(`problem.${CODE}`)
    const answer = (type: string, body: string) => {
      response.setHeader('content-type', `${type}; charset=utf-8`)
      response.end(body)
    }
    if (/^\/(api|webhooks)\//.test(request.urlPath)) {
      return answer('application/json', JSON.stringify({ object: 'error', message: CODE, detail: sentence }))
    }
    try {
      const content = { view: 'error', data: { title, sentence, status: STATUS } }
      const viewer = { messages, caller: callerOf(request), offline: false }
      answer('text/html', await drawPage(views, content, viewer, request, response))
    } catch {
      answer('text/plain', `${title}\n${sentence}\n`)
    }
  }
}
