/**
 * Answers failures outside the pages: a broken request, an application server that does not answer.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import { translators } from '../../runtime/translators.ts'
import type { PageContent } from '../../web/host-hooks.ts'
import { answerFailure as answer } from '../../web/refusal.ts'
import type { PageFrame } from './page-frame.ts'
import type { StandaloneRequest } from './standalone-request.ts'

const messages = translators.english

/** A page for people; JSON for programs, which accept JSON and not HTML. */
export function answerFailure(
  request: Pick<StandaloneRequest, 'headers' | 'urlPath' | 'requestId' | 'account' | 'session'>,
  response: ServerResponse,
  { status, code, frame }: { status: number; code: string; frame: PageFrame },
): void {
  const { requestId, account, session, urlPath: path } = request
  const accept = request.headers.accept ?? ''
  const isProgram = path.startsWith('/api/') || (/\bjson\b/.test(accept) && !accept.includes('html'))
  const caller = account &&
    session && {
      accountid: account.accountid,
      sessionid: session.sessionid,
      administrator: account.administrator,
    }
  response.setHeader('content-security-policy', "default-src 'self'; frame-ancestors 'none'")
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('x-request-id', requestId)
  const draw = (page: PageContent) => frame.render(page, { caller, messages, csrfToken: '', path })
  void answer({ status, problem: { code } }, { isProgram, messages, requestId, draw }, response)
}
