/**
 * Makes the SDK try again where it would give up although Stripe says that waiting helps.
 *
 * The SDK itself repeats what the network or a 5xx broke and what answers 409, with a growing, jittered pause and the
 * same idempotency key, at most `maxNetworkRetries` times. It does not repeat a rate limit or a lock held by another
 * request. This client marks exactly those, in the header by which Stripe itself asks for another try; every bound stays.
 *
 * @see https://docs.stripe.com/rate-limits
 * @module
 */
import type { Stripe } from 'stripe'

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>
type Response = Awaited<ReturnType<HttpClient['makeRequest']>>

export class RetryingHttpClient implements HttpClient {
  readonly #inner: HttpClient

  constructor(inner: HttpClient) {
    this.#inner = inner
  }

  getClientName(): string {
    return this.#inner.getClientName()
  }

  async makeRequest(...request: Parameters<HttpClient['makeRequest']>): Promise<Response> {
    const response = await this.#inner.makeRequest(...request)
    switch (response.getStatusCode()) {
      // Rate limits, and `lock_timeout`.
      case 429:
        return withHeaders(response, { 'stripe-should-retry': 'true' })
      // Creating accounts too fast in test mode is answered with 400 and the code of a rate limit.
      case 400:
        return markRateLimit(response)
      default:
        return response
    }
  }
}

async function markRateLimit(response: Response): Promise<Response> {
  const body: unknown = await response.toJSON()
  const marked = isRateLimit(body) ? withHeaders(response, { 'stripe-should-retry': 'true' }) : response
  // A body can be read once, and the SDK wants it too.
  return replace(marked, { toJSON: async () => body })
}

function isRateLimit(body: unknown): boolean {
  const error = (body as { error?: { code?: unknown } } | null)?.error
  return error?.code === 'rate_limit'
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  return replace(response, { getHeaders: () => ({ ...response.getHeaders(), ...headers }) })
}

function replace(response: Response, changes: Partial<Response>): Response {
  return {
    getStatusCode: () => response.getStatusCode(),
    getHeaders: () => response.getHeaders(),
    getRawResponse: () => response.getRawResponse(),
    toStream: (done) => response.toStream(done),
    toJSON: () => response.toJSON(),
    dispose: () => response.dispose?.(),
    ...changes,
  }
}
