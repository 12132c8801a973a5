/**
 * Answers for what fails before or beside the pages: a broken request, an application server that is away.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import { LANGUAGES, Translator } from '../../messages/translator.ts'
import { RETRY_AFTER } from '../../web/answer-error.ts'
import type { DashboardRequest } from './dashboard-request.ts'
import type { PageFrame } from './page-frame.ts'

const messages = new Translator(LANGUAGES[0] ?? 'en')

/** A page for people; JSON for programs, which say that they take it and not HTML. */
export function answerFailure(
  request: Pick<DashboardRequest, 'headers' | 'urlPath' | 'requestId' | 'account' | 'session'>,
  response: ServerResponse,
  { status, code, frame }: { status: number; code: string; frame: PageFrame },
): void {
  const { requestId, account, session } = request
  const sentence = messages.maybe(`problem.${code}`, { requestId }) ?? code
  const accept = request.headers.accept ?? ''
  const program = request.urlPath.startsWith('/api/') || (/\bjson\b/.test(accept) && !accept.includes('html'))
  const title = messages.maybe(`error-page.title.${status}`) ?? messages.text('error-page.title')
  const caller = account &&
    session && {
      accountid: account.accountid,
      sessionid: session.sessionid,
      administrator: account.administrator,
    }
  const body = program
    ? JSON.stringify({ object: 'error', message: code, detail: sentence })
    : frame.render(
        { view: 'error', data: { title, status, sentence, requestId } },
        { caller, messages, csrfToken: '', path: request.urlPath },
      )
  if (status === 503) response.setHeader('retry-after', RETRY_AFTER)
  response
    .writeHead(status, {
      'content-type': program ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
    })
    .end(body)
}
