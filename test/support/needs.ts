import { describe, expect, test } from 'vitest'

/**
 * Describes a suite that needs services, whose addresses are in environment variables. If a variable is not set, the suite
 * is skipped and its name says why; in CI it fails.
 *
 * @example
 * describeWhereSet('change of password', ['TEST_REDIS_URL'], (url) => {
 *   test('is told to others', () => {})
 * })
 */
export function describeWhereSet(
  title: string,
  variables: readonly string[],
  suite: (...values: string[]) => void,
): void {
  const values = variables.map((variable) => process.env[variable] ?? '')
  const missing = variables.filter((_variable, index) => !values[index])
  if (missing.length === 0) describe(title, () => suite(...values))
  else if (process.env.CI) test(title, () => expect.fail(`${missing.join(' and ')} must be set under CI`))
  else test.skip(`${title}: left out, ${missing.join(' and ')} is not set`, () => undefined)
}
