import { turn } from './spread.ts'

/**
 * Waits for a promise, with a limit. The work itself goes on: only the waiting ends.
 *
 * @param milliseconds how long to wait at most
 * @param late what to answer, or throw, when the time is over
 * @throws the promise's rejection within the time; a later rejection is ignored
 * @example
 * const state = await within(2_000, reading, () => UNAVAILABLE)
 */
export function within<T, L>(
  milliseconds: number,
  promise: Promise<T>,
  late: () => L | Promise<L>,
): Promise<T | L> {
  // Without `Promise.race`, which takes four promises more: every event and request comes through here.
  return new Promise((resolve, reject) => {
    let isOver = false
    const end = () => {
      isOver = true
      clearTimeout(timer)
    }
    const giveUp = () => {
      if (isOver) return
      end()
      // In a promise, because `late` may throw.
      resolve(Promise.resolve().then(late))
    }
    // Results that came while this process was busy are read first.
    const timer = setTimeout(() => setImmediate(giveUp), milliseconds)
    promise.then(
      (value) => {
        end()
        resolve(value)
      },
      (error: unknown) => {
        end()
        reject(error)
      },
    )
  })
}

/**
 * As `within`, for a promise on which many may wait. All of them wake up in one round of the event loop, so each takes its turn.
 *
 * @throws as `within`
 * @example
 * const passes = await withinTogether(2_000, check, () => false)
 */
export async function withinTogether<T, L>(
  milliseconds: number,
  shared: Promise<T>,
  late: () => L | Promise<L>,
): Promise<T | L> {
  try {
    return await within(milliseconds, shared, late)
  } finally {
    await turn()
  }
}
