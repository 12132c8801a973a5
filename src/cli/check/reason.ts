/**
 * Why a connection failed, in the system's words. Never the address, which may hold a password.
 *
 * @example
 * reasonOf(error) // 'ECONNREFUSED'
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError') return 'no answer in time'
  if ('code' in error && typeof error.code === 'string') return error.code
  // `fetch` says only that it failed; its cause says why. A name with several addresses fails once for each.
  const [first] = error instanceof AggregateError ? error.errors : [error.cause]
  return first === undefined ? error.name : reasonOf(first)
}
