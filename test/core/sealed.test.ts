import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seal, unseal } from '../../src/core/sealed.ts'

test('what is sealed is read with the same secrets, for the same context, and by nobody else', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.string()),
      fc.string(),
      (text, secrets, context) => {
        const sealed = seal(text, secrets, context)
        expect(unseal(sealed, secrets, context)).toBe(text)
        expect(unseal(sealed, [...secrets, ''], context)).toBeUndefined()
        expect(unseal(sealed, secrets, `${context} `)).toBeUndefined()
        const at = Math.floor(sealed.length / 2)
        const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
        expect(unseal(changed, secrets, context)).toBeUndefined()
      },
    ),
  )
})

test.each(['', 'x', '~', 'A'.repeat(30)])('what was never sealed is nothing: %j', (sealed) => {
  expect(unseal(sealed, ['secret'], '')).toBeUndefined()
})
