/** What the hosts stand in front of: it does next to nothing but say which of our headers it got. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export function sayHeaders({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'text/plain')
  const names = Object.keys(headers).filter((name) => name.includes('stripe-account'))
  response.end(`got ${names.join(' ')}`)
}
