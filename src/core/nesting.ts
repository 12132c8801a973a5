/**
 * How deep and how large a value of JSON is. What goes down into a value by calling itself, as `JSON.stringify` does, fails at
 * some thousands of levels.
 *
 * @module
 */

/**
 * Whether lists and objects stand within each other down to more levels than that.
 *
 * @example
 * nestsDeeper([[1]], 1) // true
 */
export function nestsDeeper(value: unknown, levels: number): boolean {
  let depth = 0
  for (const _ of levelsOf(value)) {
    if (depth === levels) return true
    depth += 1
  }
  return false
}

/**
 * Values in lists and objects, at every level.
 *
 * @example
 * countValues({ a: [1, 2] }) // 3
 */
export function countValues(value: unknown): number {
  let count = 0
  for (const level of levelsOf(value)) for (const nest of level) count += Object.keys(nest).length
  return count
}

/** The lists and objects of each level, from the outermost. */
function* levelsOf(value: unknown): Generator<object[]> {
  for (let level = [value].filter(isNest); level.length > 0; ) {
    yield level
    level = level.flatMap((nest) => Object.values(nest).filter(isNest))
  }
}

function isNest(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
