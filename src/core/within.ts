/**
 * Waits for a promise, with a limit. The work itself goes on: only the waiting ends.
 *
 * @param milliseconds how long to wait at most
 * @param late what to answer, or throw, when the time is over
 * @throws the promise's rejection within the time; a later rejection is ignored
 * @example
 * const state = await within(2_000, reading, () => UNAVAILABLE)
 */
export async function within<T, L>(
  milliseconds: number,
  promise: Promise<T>,
  late: () => L | Promise<L>,
): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<'late'>((resolve) => {
    // Results that came while this process was busy are read first.
    timer = setTimeout(() => setImmediate(resolve, 'late'), milliseconds)
  })
  try {
    const first = await Promise.race([promise.then((value) => ({ value })), limit])
    return first === 'late' ? await late() : first.value
  } finally {
    clearTimeout(timer)
  }
}
