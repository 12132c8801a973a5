/**
 * The SDK's connection to Stripe. It repeats a call that may succeed after a wait, with growing pauses and the same idempotency
 * key, as long as there is time, and rejects everything that is not Stripe's answer.
 *
 * The SDK's own client reads an answer of any length, takes `null` or a proxy's page for an answer, and ends the process over a
 * text. It limits its retries by number alone, and never repeats a call that Stripe refused as too fast.
 *
 * @see https://docs.stripe.com/error-low-level
 * @see https://docs.stripe.com/rate-limits
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stripe } from 'stripe'
import { backOff } from '../core/back-off.ts'
import { type Answer, exchange, NoAnswerError, type Question, WrongAnswerError } from '../net/exchange.ts'
import { timeLeft } from './patience.ts'
import { readAnswer } from './read-answer.ts'

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>
type Response = Awaited<ReturnType<HttpClient['makeRequest']>>

/** The most bytes of an answer. Stripe's largest, pages of a hundred objects, have less than one million. */
const LONGEST = 4 * 1024 * 1024

/** Milliseconds between two tries. */
const PAUSES = { first: 1_000, longest: 5_000 }

export class StripeHttpClient implements HttpClient {
  readonly #retries: number

  /** @param retries how often a call is tried again */
  constructor(retries: number) {
    this.#retries = retries
  }

  getClientName(): string {
    return 'node'
  }

  /** @throws NoAnswerError, which the SDK turns into a StripeConnectionError */
  async makeRequest(...request: Parameters<HttpClient['makeRequest']>): Promise<Response> {
    const [host, port, path, method, headers, body, protocol] = request
    const question = { host, port, path, method, headers, body, protocol }
    const until = performance.now() + timeLeft()
    for (let tries = 1; ; tries += 1) {
      const outcome = await ask(question, until - performance.now())
      const pause = backOff(tries, PAUSES)
      const isLast = tries > this.#retries || performance.now() + pause >= until
      if (isLast || !mayPass(outcome)) return toResponse(question, outcome)
      await sleep(pause)
    }
  }
}

async function ask(question: Question, milliseconds: number): Promise<Answer | NoAnswerError> {
  if (milliseconds <= 0) return new NoAnswerError('there is no time left to ask')
  try {
    return await exchange(question, { milliseconds, bytes: LONGEST })
  } catch (error) {
    if (error instanceof NoAnswerError) return error
    throw error
  }
}

/** Whether the same request may get another answer in a moment. */
function mayPass(outcome: Answer | NoAnswerError): boolean {
  if (outcome instanceof NoAnswerError) return !(outcome instanceof WrongAnswerError)
  const { status, headers, body } = outcome
  const advice = headers['stripe-should-retry']
  // Too many requests, or another request has locked the object.
  if (advice === 'true' || status === 429) return true
  if (advice === 'false') return false
  // In test mode Stripe answers fast account creation with 400 and the code of a rate limit.
  if (status === 400) return body.includes('"rate_limit"')
  return status === 409 || status >= 500
}

function toResponse(question: Question, outcome: Answer | NoAnswerError): Response {
  if (outcome instanceof NoAnswerError) throw outcome
  const { status, headers } = outcome
  const json = readAnswer(question, outcome)
  return {
    getStatusCode: () => status,
    getHeaders: () => headers,
    getRawResponse: () => ({ statusCode: status, headers }),
    toStream() {
      throw new TypeError('nothing that is asked of Stripe is answered with a stream')
    },
    toJSON: async () => json,
    dispose: () => undefined,
  }
}
