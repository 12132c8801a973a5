/** Milliseconds before the second try. */
const FIRST = 2000

/** The longest wait in milliseconds: an hour, so that work is tried again within an hour of the repair. */
const LONGEST = 60 * 60 * 1000

/**
 * How long to wait after several failures in a row. The wait doubles each time, up to an hour, and is then shortened at random
 * by up to half, so that work that failed together is not tried again together.
 *
 * @param failures at least 1
 * @returns milliseconds
 */
export function backOff(
  failures: number,
  { first = FIRST, longest = LONGEST, random = Math.random } = {},
): number {
  const full = Math.min(first * 2 ** (failures - 1), longest)
  return full / 2 + (random() * full) / 2
}
