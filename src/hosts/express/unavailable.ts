import type { Request, Response } from 'express'
import { isWithin } from '../../core/addresses.ts'
import { translators } from '../../runtime/translators.ts'
import { answerFailure, errorPage, UNAVAILABLE } from '../../web/refusal.ts'
import { translatorFor } from '../../web/request-context.ts'
import { requestIdOf } from '../../web/request-facts.ts'
import type { Pages } from './pages.ts'

/** The answer while the module is not running: a page for people, JSON for programs. */
export async function answerUnavailable(pages: Pages, request: Request, response: Response): Promise<void> {
  const messages = translatorFor(request, translators)
  const told = { messages, requestId: requestIdOf(request) }
  const visit = { caller: undefined, messages, csrfToken: '', offline: false }
  const isProgram = isWithin(request.path, ['/api', '/webhooks'])
  // An error in the app's layout goes to the app: our log is not open.
  const page = isProgram ? '' : await pages.draw(errorPage(UNAVAILABLE, told), visit, request, response)
  await answerFailure(UNAVAILABLE, { ...told, isProgram, draw: () => page }, response)
}
