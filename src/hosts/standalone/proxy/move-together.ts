import type { Readable, Writable } from 'node:stream'

/**
 * Moves bytes on as `pipe` does, what arrives together at once: thousands of small pieces would cost as many writes.
 *
 * @example
 * moveTogether(request, copy)
 */
export function moveTogether(from: Readable, to: Writable): void {
  let isDue = false
  const move = () => {
    isDue = false
    while (!to.writableNeedDrain && !to.destroyed) {
      const pieces = from.read() as Buffer | null
      if (pieces === null) return
      to.write(pieces)
    }
  }
  // Node emits an event for each piece before it reads the next one.
  const moveSoon = () => {
    if (!isDue) setImmediate(move)
    isDue = true
  }
  to.on('drain', moveSoon)
  from.on('readable', moveSoon).once('end', () => to.end())
}
