import { describe, expect, test } from 'vitest'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { editStripeAccount } from '../../src/registration/pages/edit-stripe-account.ts'
import { textLimit } from '../../src/web/body-rules.ts'
import type { Field } from '../../src/web/form-fields.ts'
import { accountWith, atTheDesk, opened } from './support.ts'

/** Every step of an account that is asked for everything its country may require. */
function stepsIn(country: string) {
  const { minimum = [], additional = [] } = countrySpec(country)?.verification_fields.individual ?? {}
  return opened(atTheDesk(), accountWith({ country, due: minimum, later: additional })).steps
}

/** As many characters as the page allows, of those that need most room: nine bytes each. */
function typed({ name, kind, maxLength = 200 }: Field): [string, string][] {
  if (kind === 'document' || kind === 'files') return []
  if (kind === 'date') return ['day', 'month', 'year'].map((part) => [`${name}_${part}`, '0000'])
  return [[name, '字'.repeat(maxLength)]]
}

describe.each(COUNTRIES)('in %s', (country) => {
  test('a form with every field filled is kept whole for somebody whose session has ended', () => {
    for (const { groups } of stepsIn(country)) {
      const fields = groups.flatMap((group) => group.fields.flatMap(typed))
      const body = new URLSearchParams([
        ['csrf-token', 'x'.repeat(128)],
        ['version', 'x'.repeat(64)],
        ...fields,
      ])
      expect(body.toString().length).toBeLessThan(textLimit(false))
    }
  })

  test('files are asked for where the page takes them, and nowhere else', () => {
    for (const { id, groups } of stepsIn(country)) {
      const hasFiles = groups.some(({ fields }) =>
        fields.some(({ kind }) => kind === 'document' || kind === 'files'),
      )
      expect([id, editStripeAccount.takesFiles({ stripeid: 'acct_1', step: id })]).toEqual([
        id,
        hasFiles || id === 'document',
      ])
    }
  })
})
