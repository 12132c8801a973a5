import type { Duplex } from 'node:stream'

/**
 * Ends a connection when its client library cannot read what the server sent. The library throws in the middle of Node's `data`
 * event, where nothing else could catch the error and the process would end.
 *
 * @example
 * pool.on('connect', (client) => endOnNonsense(client.connection.stream))
 */
export function endOnNonsense(stream: Duplex): void {
  const emit = stream.emit.bind(stream)
  stream.emit = ((event: string, ...values: unknown[]) => {
    if (event !== 'data') return emit(event, ...values)
    try {
      return emit(event, ...values)
    } catch (error) {
      // Code that handles errors knows this one as a lost connection.
      const lost = new Error('the server sent what cannot be read', { cause: error })
      stream.destroy(Object.assign(lost, { code: 'ECONNRESET' }))
      return true
    }
  }) as typeof stream.emit
}
