import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exceedsJson, measureJson } from '../../src/core/measure-json.ts'

/** The same numbers, counted from the value. */
function measure(value: unknown): { depth: number; values: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, values: 1 }
  const within = Object.values(value).map(measure)
  return {
    depth: 1 + Math.max(0, ...within.map(({ depth }) => depth)),
    values: within.reduce((sum, { values }) => sum + values, 1),
  }
}

test('JSON is as deep as its value, whatever its texts hold', () => {
  const texts = fc.string({ unit: fc.constantFrom('"', '\\', ',', '[', ']', '{', '}', 'a', 'é') })
  const json = fc.jsonValue({ stringUnit: 'grapheme' })
  fc.assert(
    fc.property(
      fc.oneof(json, fc.array(texts), fc.dictionary(texts, texts)),
      fc.constantFrom(0, 2),
      (value, space) => {
        expect(measureJson(JSON.stringify(value, undefined, space)).depth).toBe(measure(value).depth)
      },
    ),
  )
})

test('at least as many values are counted as there are, and at most twice as many', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { values } = measureJson(JSON.stringify(value))
      expect(values).toBeGreaterThanOrEqual(measure(value).values)
      expect(values).toBeLessThanOrEqual(2 * measure(value).values)
    }),
  )
})

test('JSON exceeds what its measures exceed, and nothing else', () => {
  const most = { depth: fc.nat({ max: 6 }), values: fc.nat({ max: 60 }) }
  const signs = fc.string({ unit: fc.constantFrom('"', '[', '{', '}', 'a') })
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(signs)), fc.record(most), (value, limits) => {
      const text = JSON.stringify(value)
      const { depth, values } = measureJson(text)
      expect(exceedsJson(text, limits)).toBe(depth > limits.depth || values > limits.values)
    }),
  )
})
