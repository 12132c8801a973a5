import type { ClientRequest } from 'node:http'

/** Answers of the status 1xx ahead of the one that counts. Servers send a few. */
export const MOST_INTERIM = 100

/** @param fail is called when a server goes on announcing an answer, and ends the request */
export function limitInterim(request: ClientRequest, fail: () => void): void {
  let count = 0
  const add = () => {
    count += 1
    if (count === MOST_INTERIM) fail()
  }
  request.on('continue', add).on('information', add)
}
