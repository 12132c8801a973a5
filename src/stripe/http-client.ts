/**
 * How the SDK reaches Stripe: asks again what waiting may help, with growing pauses and the same idempotency key, for as long as
 * there is time, and lets nothing through that is no answer of Stripe's.
 *
 * The SDK alone reads an answer however long it is, takes `null` or a page of a proxy for one, and ends the process over a
 * text; it tries again by the number of tries alone, and never what came too fast.
 *
 * @see https://docs.stripe.com/error-low-level
 * @see https://docs.stripe.com/rate-limits
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stripe } from 'stripe'
import { backOff } from '../core/back-off.ts'
import { type Answer, exchange, NoAnswerError, type Question, WrongAnswerError } from './exchange.ts'
import { timeLeft } from './patience.ts'
import { readAnswer } from './read-answer.ts'

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>
type Response = Awaited<ReturnType<HttpClient['makeRequest']>>

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

  /** @throws NoAnswerError, of which the SDK makes a StripeConnectionError */
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
    return await exchange(question, milliseconds)
  } catch (error) {
    if (error instanceof NoAnswerError) return error
    throw error
  }
}

/** Whether the same request may be answered otherwise in a moment. */
function mayPass(outcome: Answer | NoAnswerError): boolean {
  if (outcome instanceof NoAnswerError) return !(outcome instanceof WrongAnswerError)
  const { status, headers, body } = outcome
  const advice = headers['stripe-should-retry']
  // Too fast, or locked by another request.
  if (advice === 'true' || status === 429) return true
  if (advice === 'false') return false
  // Creating accounts too fast in test mode is answered with 400 and the code of a rate limit.
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
