import { describe, expect, test } from 'vitest'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import type { FieldDefinition } from '../../src/registration/fields/definition.ts'
import { askedIn } from '../../src/registration/questions.ts'
import { answerFiles } from '../../src/registration/save-step.ts'
import { textLimit } from '../../src/web/body-rules.ts'
import { accountWith, atTheDesk, opened } from './support.ts'

/** Every step of an account that is asked for everything its country may require. */
function registrationIn(country: string) {
  const { minimum = [], additional = [] } = countrySpec(country)?.verification_fields.individual ?? {}
  return opened(atTheDesk(), accountWith({ country, due: minimum, later: additional }))
}

/** As many characters as Stripe takes, of those that need most room: nine bytes each. */
function typed({ name, kind, maxLength = 200 }: FieldDefinition): [string, string][] {
  if (kind === 'document' || kind === 'files') return []
  if (kind === 'date') return ['day', 'month', 'year'].map((part) => [`${name}_${part}`, '0000'])
  return [[name, '字'.repeat(maxLength)]]
}

describe.each(COUNTRIES)('in %s', (country) => {
  test('a form with every field filled is kept whole for somebody whose session has ended', () => {
    const { steps, asked } = registrationIn(country)
    for (const { id } of steps) {
      const fields = askedIn(id, asked.questions).flatMap(({ definition }) => typed(definition))
      const body = new URLSearchParams([
        ['csrf-token', 'x'.repeat(128)],
        ['version', 'x'.repeat(64)],
        ...fields,
      ])
      expect(body.toString().length).toBeLessThan(textLimit(false))
    }
  })

  test('a step takes the files that its form asks for, and no others', () => {
    const registration = registrationIn(country)
    for (const { id, groups } of registration.steps) {
      const asked = groups.flatMap(({ fields }) =>
        fields.flatMap(({ kind, name }) => {
          if (kind === 'document') return [`${name}_front`, `${name}_back`]
          return kind === 'files' ? [name] : []
        }),
      )
      expect([id, answerFiles(registration, id).toSorted()]).toEqual([id, asked.toSorted()])
    }
  })
})
