import type { Request, Response } from 'express'
import { RETRY_AFTER } from '../../web/answer-error.ts'
import { translatorFor } from '../../web/request-context.ts'
import type { Pages } from './pages.ts'

const STATUS = 503

/** The answer while there is nothing that could give another: a page for people, JSON for programs. */
export async function answerUnavailable(pages: Pages, request: Request, response: Response): Promise<void> {
  const messages = translatorFor(request)
  const sentence = messages.text('problem.unavailable')
  response.status(STATUS).set({ 'cache-control': 'no-store', 'retry-after': String(RETRY_AFTER) })
  if (request.path.startsWith('/api/') || request.path.startsWith('/webhooks/')) {
    response.json({ object: 'error', message: 'unavailable', detail: sentence })
    return
  }
  const title = messages.text('error-page.title.503')
  await pages.send(
    { view: 'error', data: { title, status: STATUS, sentence } },
    { caller: undefined, messages, csrfToken: '', offline: false },
    request,
    response,
  )
}
