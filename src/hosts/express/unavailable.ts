import type { Request, Response } from 'express'
import { isWithin } from '../../core/addresses.ts'
import { translators } from '../../runtime/translators.ts'
import { answerFailure, errorPage, UNAVAILABLE } from '../../web/refusal.ts'
import { translatorFor } from '../../web/request-context.ts'
import { requestIdOf } from '../../web/request-facts.ts'
import type { Pages } from './pages.ts'

/** The answer while there is nothing that could give another: a page for people, JSON for programs. */
export async function answerUnavailable(pages: Pages, request: Request, response: Response): Promise<void> {
  const messages = translatorFor(request, translators)
  const told = { messages, requestId: requestIdOf(request) }
  const visit = { caller: undefined, messages, csrfToken: '', offline: false }
  const isProgram = isWithin(request.path, ['/api', '/webhooks'])
  // What the app's layout fails with is for the app: no log of ours is open.
  const page = isProgram ? '' : await pages.draw(errorPage(UNAVAILABLE, told), visit, request, response)
  await answerFailure(UNAVAILABLE, { ...told, isProgram, draw: () => page }, response)
}
