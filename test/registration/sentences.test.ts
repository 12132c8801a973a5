/** Every kind of mistake in every answer gets a proper sentence. */

import { describe, expect, test } from 'vitest'
import { countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { inputsOf } from '../../src/registration/fields/definition.ts'
import type { UploadedFile } from '../../src/web/route.ts'
import { someCountries } from '../support/breadth.ts'
import { png } from '../support/picture.ts'
import { picture } from './answers.ts'
import { answer } from './reading.ts'
import { accountWith, atTheDesk, opened } from './support.ts'

/** Wrong answers of some kind, whatever the question. */
const TYPED = [
  '',
  '-',
  '0',
  '31',
  '99',
  'a\tb',
  '<b>',
  'x@',
  'a'.repeat(6000),
  'Ab',
  '2020',
  '1880',
  'ö'.repeat(30),
]
const FILES = [
  Buffer.alloc(0),
  Buffer.from('text'),
  png(8001, 1),
  png().subarray(0, 20),
  Buffer.alloc(10_485_761),
]

function expectSentences(problems: readonly { message?: string }[]): void {
  for (const { message = '' } of problems) {
    expect(message).toMatch(/^(Enter|Select|Tick|Give|Check|Upload|The|You) /)
    expect(message).not.toMatch(/\b(your|the) (your|the|what|describe)\b|[{}]|\.\.|\s$/i)
  }
}

describe.each(someCountries)('in %s', (country) => {
  const { minimum = [], additional = [] } = countrySpec(country)?.verification_fields.individual ?? {}
  const account = accountWith({ country, due: [...minimum, ...additional] })
  const { questions } = opened(atTheDesk(), account).asked

  test('whatever is typed', () => {
    const inputs = questions.flatMap(({ definition }) => inputsOf(definition))
    const dates = [
      ['31', '2', '1990'],
      ['1', '13', '1990'],
      ['0', '1', '1990'],
      ['1', '1', '90'],
      ['1', '1', '2025'],
      ['1', '1', '1800'],
    ]
    for (const [day = '', month = '', year = ''] of dates)
      expectSentences(
        answer(
          { individual_dob_day: day, individual_dob_month: month, individual_dob_year: year },
          { account },
        ).problems,
      )
    for (const typed of TYPED)
      for (const partial of [false, true])
        expectSentences(
          answer(Object.fromEntries(inputs.map((input) => [input, typed])), { account, partial, live: true })
            .problems,
        )
  })

  test('whatever is uploaded', () => {
    const inputs = questions
      .filter(({ definition }) => definition.accept.length > 0)
      .flatMap(({ definition }) => inputsOf(definition))
    for (const bytes of FILES) {
      const files: UploadedFile[] = inputs.map((input) => picture(input, 'x.png', bytes))
      expectSentences(answer({}, { account, files }).problems)
    }
  })
})
