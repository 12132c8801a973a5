/**
 * Whether a value of JSON has lists and objects within each other down to more levels than that. What goes down into a value by
 * calling itself, as `JSON.stringify` does, fails at some thousands.
 *
 * @example
 * nestsDeeper([[1]], 1) // true
 */
export function nestsDeeper(value: unknown, levels: number): boolean {
  let level = [value].filter(isNest)
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === levels) return true
    level = level.flatMap((nest) => Object.values(nest).filter(isNest))
  }
  return false
}

function isNest(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
