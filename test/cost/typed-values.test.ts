/**
 * What somebody types is read a few times at most, however long it is. Counts the characters that are read, since a clock would
 * count other programs, too.
 */

import { afterEach, describe, expect, test } from 'vitest'
import { countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { readAnswers } from '../../src/registration/answers.ts'
import { BANK_NUMBERS, bankFormat } from '../../src/registration/bank/bank-formats.ts'
import { BankPlaces } from '../../src/registration/bank/bank-places.ts'
import { readBankAccount } from '../../src/registration/bank/read-bank-account.ts'
import { inputsOf } from '../../src/registration/fields/definition.ts'
import { translators } from '../../src/runtime/translators.ts'
import { accountWith, atTheDesk, opened } from '../registration/support.ts'
import { some, someCountries } from '../support/breadth.ts'

/** More than any answer may have. */
const LONG = 30_000
/** Less than what is refused unread. */
const SHORT = 260

/** Longer texts only: the names of options are not meant. */
const COUNTED_FROM = 100

const KINDS: Record<string, string> = {
  'accents to put in order': 'a\u0315\u0300\u05ae\u0591',
  'accents alone': '\u0315\u0300',
  dots: 'a.',
  spaces: ' a a',
  dashes: '\u30fc-',
  letters: 'ab',
  digits: '12',
  'wide digits': '\uff11\uff12',
  'half-width kana': '\uff76\uff9e',
  'degree signs': '\u00b0',
}

const kinds = some(Object.values(KINDS), 4)

const filled = (part: string, length: number) => part.repeat(Math.ceil(length / part.length)).slice(0, length)

const METHODS = ['normalize', 'replace', 'replaceAll', 'split', 'toLowerCase', 'toUpperCase'] as const
const originals = METHODS.map((name) => [name, String.prototype[name]] as const)

function restore() {
  for (const [name, original] of originals) Object.assign(String.prototype, { [name]: original })
}
afterEach(restore)

/** How many times the work reads a text of this length, by each method. */
function readings(length: number, work: () => unknown): { normalised: number; all: number } {
  const counts = { normalised: 0, all: 0 }
  for (const [name, original] of originals)
    Object.assign(String.prototype, {
      [name](this: string, ...args: unknown[]) {
        if (this.length > COUNTED_FROM) counts.all += this.length
        if (this.length > COUNTED_FROM && name === 'normalize') counts.normalised += this.length
        return Reflect.apply(original, this, args)
      },
    })
  try {
    work()
  } finally {
    restore()
  }
  return { normalised: counts.normalised / length, all: counts.all / length }
}

/** Every input of text that an account in this country may be asked for, and those of any other account. */
function readingsOf(country: string) {
  const { minimum = [], additional = [] } = countrySpec(country)?.verification_fields.individual ?? {}
  const due = [...minimum, ...additional, 'individual.something_new']
  const { asked } = opened(atTheDesk(), accountWith({ country, due }))
  const inputs = asked.questions.flatMap(({ definition }) =>
    definition.purpose === undefined ? inputsOf(definition) : [],
  )
  return {
    inputs,
    read: (input: string, value: string) =>
      readAnswers(asked, asked.questions, { values: { [input]: value }, files: [] }, true),
  }
}

describe.each(someCountries)('in %s', (country) => {
  const { inputs, read } = readingsOf(country)
  const currency = countrySpec(country)?.default_currency ?? ''
  const places = new BankPlaces(
    countrySpec(country) ?? { supported_bank_account_currencies: {}, default_currency: '' },
  )
  const readBank = (values: Record<string, string>) =>
    readBankAccount(
      { places, test: true, messages: translators.english, strict: true },
      { country, currency, account_holder_type: 'individual', ...values },
    )

  test('a long answer is refused unread', () => {
    for (const part of kinds) {
      const value = `a${filled(part, LONG)}a`
      for (const input of inputs) {
        const { all, normalised } = readings(LONG, () => {
          const { problems, changes } = read(input, value)
          const codes = problems.map(({ code }) => code)
          expect([part, codes, changes]).toEqual([part, expect.arrayContaining([`invalid-${input}`]), []])
          expect(problems[0]?.message).toBeTruthy()
        })
        expect([input, part, normalised, all <= 8]).toEqual([input, part, 0, true])
      }
      for (const name of ['account_holder_name', ...BANK_NUMBERS]) {
        const code = name === 'account_holder_name' ? name : `external_account.${name}`
        const { all, normalised } = readings(LONG, () => {
          const problem = expect.objectContaining({ code: `invalid-${code}`, field: name })
          expect(readBank({ [name]: value })).toContainEqual(problem)
        })
        expect([name, part, normalised, all <= 3]).toEqual([name, part, 0, true])
      }
    }
  })

  test('a shorter answer is normalised a few times, whatever it is for', () => {
    for (const part of kinds) {
      const value = `a${filled(part, SHORT)}a`
      for (const input of inputs) {
        const { normalised } = readings(SHORT, () => read(input, value))
        expect([input, part, normalised <= 20]).toEqual([input, part, true])
      }
      for (const { name } of bankFormat(country, currency).numbers) {
        const { normalised } = readings(SHORT, () => readBank({ [name]: value }))
        expect([name, part, normalised <= 20]).toEqual([name, part, true])
      }
    }
  })

  test('a state is not found by accents alone', () => {
    for (const input of inputs.filter((name) => name.endsWith('_state') || name.endsWith('_mcc')))
      for (const value of ['\u0300', '\u0301\u0315', '\uff9e', '\u3099', '\u200d'])
        expect([input, value, read(input, value).changes]).toEqual([
          input,
          value,
          // Where a state is typed, it may be anything that can be seen.
          /_state/.test(input) && read(input, 'somewhere').changes.length > 0 ? expect.anything() : [],
        ])
  })
})
