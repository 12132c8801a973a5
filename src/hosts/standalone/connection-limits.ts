/**
 * Ends connections that somebody only holds. Node itself ends those whose request does not arrive in time.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { RequestTurns } from '../../web/request-turns.ts'

/** Open at the same time, WebSockets included: beyond it new ones are closed at once. */
const MOST_CONNECTIONS = 10_000

/** Milliseconds in which nothing moves on a connection, to whichever side. */
const STILL = 60_000

/** @param still milliseconds, for tests */
export function limitConnections(server: Server, turns: RequestTurns, still = STILL): void {
  server.maxConnections = MOST_CONNECTIONS
  server.setTimeout(still, (socket) => {
    if (!waitsForUs(socket, turns)) socket.destroy()
  })
}

/** An answer may take its time. A person who does not read it, or does not send what they began, may not. */
function waitsForUs(socket: Socket, turns: RequestTurns): boolean {
  const turn = turns.current(socket)
  if (!turn || socket.writableLength > 0) return false
  // What has arrived of a body and was not read yet is not waited for either.
  return turn.request.complete || turn.request.readableLength > 0
}
