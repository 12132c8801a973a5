/** The application behind the hosts: it only says which of our headers it got, and whose request it is. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export function sayHeaders({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('content-type', 'text/plain')
  const names = Object.keys(headers).filter((name) => /stripe-account|^x-accountid$/.test(name))
  response.end(`got ${names.join(' ')}`)
}
