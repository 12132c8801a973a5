/** Milliseconds before the second try. */
const FIRST = 2000

/** Milliseconds that are never exceeded: an hour, so that what was mended is tried within one. */
const LONGEST = 60 * 60 * 1000

/**
 * How long to wait after so many failures in a row: twice as long each time, up to an hour, and between half of that and
 * all of it by chance, so that what failed together is not tried together.
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
