/**
 * Answers a failed request: JSON for programs, a page for people. For a fault of ours both give only the request's id.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import type { ConnectError, Problem } from '../core/errors.ts'
import type { Translator } from '../messages/translator.ts'
import type { PageContent } from './host-hooks.ts'

/** Seconds to wait before another try. */
const RETRY_AFTER = 5

/** Tells the client when to try again, for a refusal that may pass. */
export function retryLater({ status }: Pick<ConnectError, 'status'>, response: ServerResponse): void {
  if (status === 503) response.setHeader('retry-after', RETRY_AFTER)
}

export interface Failure {
  status: number
  problem: Problem
}

/** The module has not started, or has stopped. */
export const UNAVAILABLE: Failure = { status: 503, problem: { code: 'unavailable' } }

/** @param refusal undefined for a fault of ours */
export function failureOf(refusal: ConnectError | undefined): Failure {
  const [problem = { code: 'internal-error' }] = refusal?.problems ?? []
  return { status: refusal?.status ?? 500, problem }
}

/**
 * The JSON of a refusal. `redirect` is where the application server sends the person instead.
 *
 * @param detail a sentence
 */
export function refusalBody({ code, field, values }: Problem, detail: string): object {
  return {
    object: 'error',
    message: code,
    ...(field !== undefined && { field }),
    detail,
    ...(values?.redirect !== undefined && { redirect: values.redirect }),
  }
}

/** The reader's language and the request's id. */
interface Told {
  messages: Translator
  requestId: string
}

/** Answers a program whose request failed. */
export function answerProgram(
  { status, problem }: Failure,
  { messages, requestId }: Told,
  response: ServerResponse,
): void {
  const detail = messages.problem(withReference(problem, requestId))
  send(status, 'application/json', JSON.stringify(refusalBody(problem, detail)), response)
}

/**
 * Answers a failed request. If its page cannot be drawn (the frame needs the database, say), it sends plain text.
 *
 * @param told.draw puts the page into the host's frame
 * @returns why the page could not be drawn
 */
export async function answerFailure(
  failure: Failure,
  told: Told & { isProgram: boolean; draw(page: PageContent): Promise<string> | string },
  response: ServerResponse,
): Promise<unknown> {
  if (told.isProgram) return answerProgram(failure, told, response)
  const { status } = failure
  const page = errorPage(failure, told)
  // The app's layout may read it.
  response.statusCode = status
  try {
    return send(status, 'text/html', await told.draw(page), response)
  } catch (error) {
    const { title, sentence, requestId } = page.data
    send(status, 'text/plain', `${title}\n${sentence}\n${requestId}\n`, response)
    return error
  }
}

/** The page of a failure, without the host's frame. */
export function errorPage({ status, problem }: Failure, { messages, requestId }: Told): PageContent {
  const title = messages.maybe(`error-page.title.${status}`) ?? messages.text('error-page.title')
  const sentence = isOurs(problem) ? messages.text('error-page.internal') : messages.problem(problem)
  return { view: 'error', data: { title, status, sentence, requestId } }
}

/** Codes for a fault of ours. */
const OURS = new Set(['internal-error', 'stripe-not-understood'])

/** True for a fault of ours, about which a person can only quote the request's id. */
export function isOurs({ code }: Pick<Problem, 'code'>): boolean {
  return OURS.has(code)
}

/** A fault of ours with the request's id, which its sentence quotes; any other problem as it is. */
export function withReference(problem: Problem, requestId: string): Problem {
  return isOurs(problem) ? { ...problem, values: { requestId } } : problem
}

function send(status: number, type: string, body: string, response: ServerResponse): void {
  response.statusCode = status
  response.setHeader('cache-control', 'no-store')
  retryLater({ status }, response)
  response.setHeader('content-type', `${type}; charset=utf-8`)
  response.end(body)
}
