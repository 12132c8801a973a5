/** A call in the answer of `GET /_offline-stripe/requests`: names of parameters, never their values. */
export interface LoggedRequest {
  id: string
  method: string
  path: string
  parameters: string[]
  account: string | null
  idempotency_key: string | null
  /** Null without an answer. */
  status: number | null
}

const KEPT = 200

/** The last calls, newest last, so that tests can see which calls were made and how often. */
export class RequestLog {
  #requests: LoggedRequest[] = []

  add(request: LoggedRequest): void {
    this.#requests = [...this.#requests.slice(1 - KEPT), request]
  }

  all(): readonly LoggedRequest[] {
    return this.#requests
  }

  clear(): void {
    this.#requests = []
  }
}
