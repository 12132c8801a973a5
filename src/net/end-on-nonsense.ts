import type { Duplex } from 'node:stream'

/**
 * Ends a connection when the client library on it cannot read what the server sent. Such a library throws while Node tells it of
 * the bytes, where nobody could catch it and the process would end.
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
      // Known to all who look at errors as a connection that is lost.
      const lost = new Error('the server sent what cannot be read', { cause: error })
      stream.destroy(Object.assign(lost, { code: 'ECONNRESET' }))
      return true
    }
  }) as typeof stream.emit
}
