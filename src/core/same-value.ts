/** Whether two values of JSON are the same, whatever the order of their keys. It runs in browsers, too. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (!isHolder(one) || !isHolder(other)) return Object.is(one, other)
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameValue(one[key], other[key]))
  )
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
