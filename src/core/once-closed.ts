/** A response or a connection. */
interface Closing {
  readonly closed: boolean
  once(event: 'close', listener: () => void): unknown
}

/**
 * Runs once a response or a connection is closed, and now if it is closed already: a visitor may leave while something is looked
 * up, and nothing says so a second time.
 *
 * @example
 * const gone = new AbortController()
 * onceClosed(response, () => gone.abort())
 */
export function onceClosed(closing: Closing, run: () => void): void {
  if (closing.closed) run()
  else closing.once('close', run)
}
