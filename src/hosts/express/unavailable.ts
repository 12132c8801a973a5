import type { Request, Response } from 'express'
import { isWithin } from '../../core/addresses.ts'
import { answerFailure, UNAVAILABLE } from '../../web/refusal.ts'
import { translatorFor } from '../../web/request-context.ts'
import { requestIdOf } from '../../web/request-facts.ts'
import type { Pages } from './pages.ts'

/** The answer while there is nothing that could give another: a page for people, JSON for programs. */
export async function answerUnavailable(pages: Pages, request: Request, response: Response): Promise<void> {
  const messages = translatorFor(request)
  const visit = { caller: undefined, messages, csrfToken: '', offline: false }
  await answerFailure(
    UNAVAILABLE,
    {
      isProgram: isWithin(request.path, ['/api', '/webhooks']),
      messages,
      requestId: requestIdOf(request),
      draw: (page) => pages.draw(page, visit, request, response),
    },
    response,
  )
}
