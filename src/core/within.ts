/**
 * Waits with a limit. What is waited for goes on: only the waiting ends.
 *
 * @param milliseconds how long to wait at most
 * @param late what to answer, or throw, when there is no result by then
 * @throws what the promise is rejected with in time; a later rejection is nobody's
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
    // After results that came while this process was busy with something else have been read.
    timer = setTimeout(() => setImmediate(resolve, 'late'), milliseconds)
  })
  try {
    const first = await Promise.race([promise.then((value) => ({ value })), limit])
    return first === 'late' ? await late() : first.value
  } finally {
    clearTimeout(timer)
  }
}
