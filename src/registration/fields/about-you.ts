/**
 * Questions about the person: names, birth, nationality, contact and numbers that the authorities know them by.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-individual
 * @module
 */
import { countriesByName } from '../countries/countries-by-name.ts'
import { idNumberOf, readIdNumber } from '../countries/id-numbers.ts'
import { plainCharacters } from '../plain-characters.ts'
import {
  define,
  type FieldDefinition,
  type Parsed,
  type Refusal,
  type Situation,
  valueAt,
} from './definition.ts'
import { parseChoice, parseEmail, parseKatakana, parseName, parseNumber, parseText } from './parse.ts'
import { definePhone } from './phone.ts'

const step = 'about-you'

/** Where the family name is written first in Latin letters too. */
const FAMILY_NAME_FIRST = ['HU']

export function aboutYou(situation: Situation): FieldDefinition[] {
  return [
    ...names(situation),
    birthDate(situation),
    nationality(situation),
    ...contact(situation),
    ...idNumbers(situation),
    ...standing(situation),
  ]
}

function names({ country, messages }: Situation): FieldDefinition[] {
  const name = (part: 'first' | 'last', given: Partial<FieldDefinition> = {}, suffix = '') =>
    define({
      requirements: [`individual.${part}_name${suffix}`],
      step,
      label: messages.text(part === 'first' ? 'field.first-name' : 'field.last-name'),
      autocomplete: part === 'first' ? 'given-name' : 'family-name',
      maxLength: 100,
      parse: parseName,
      ...given,
    })
  const kanji = { group: 'kanji', lang: 'ja', autocomplete: undefined } as const
  const kana = { group: 'kana', lang: 'ja-Kana', autocomplete: undefined, parse: parseKatakana } as const
  const latin = [name('first', { hint: messages.text('field.name.hint') }), name('last')]
  return [
    ...(FAMILY_NAME_FIRST.includes(country) ? latin.toReversed() : latin),
    name('last', kanji, '_kanji'),
    name('first', kanji, '_kanji'),
    name('last', kana, '_kana'),
    name('first', kana, '_kana'),
    define({
      requirements: ['individual.maiden_name'],
      step,
      label: messages.text('field.maiden-name'),
      maxLength: 100,
      parse: parseName,
    }),
    aliases({ country, messages }),
  ]
}

/** Other names of a person, separated by commas. Stripe is told that there are none with one empty name. */
function aliases({ country, messages }: Pick<Situation, 'country' | 'messages'>): FieldDefinition {
  const param = 'individual.full_name_aliases'
  const none = messages.text('field.aliases.none')
  const stored = (account: unknown) => {
    const value = valueAt(account, param)
    return Array.isArray(value) ? value.filter((alias) => alias !== '').map(String) : undefined
  }
  return define({
    requirements: [param],
    step,
    label: messages.text('field.aliases'),
    hint: messages.text('field.aliases.hint', { none }),
    shown: (account) => {
      const names = stored(account)
      return names?.length === 0 ? none : (names?.join(', ') ?? '')
    },
    given: (account) => country === 'SG' && stored(account) !== undefined,
    parse: (typed) => {
      if (typed.toLowerCase() === none.toLowerCase()) return { value: [''] }
      const refused = parseText(typed, 500)
      const value = typed
        .split(',')
        .map((alias) => alias.trim())
        .filter((alias) => alias !== '')
      if ('refusal' in refused) return refused
      return value.length > 0 ? { value } : { refusal: 'refusal.missing' }
    },
  })
}

function birthDate({ messages }: Situation): FieldDefinition {
  return define({
    name: 'individual_dob',
    requirements: ['individual.dob.day', 'individual.dob.month', 'individual.dob.year'],
    param: 'individual.dob',
    step,
    kind: 'date',
    label: messages.text('field.birth-date'),
    autocomplete: 'bday',
    given: (account) => Boolean(account.individual?.dob?.year),
  })
}

function nationality({ messages }: Situation): FieldDefinition {
  const options = countriesByName(messages)
  return define({
    requirements: ['individual.nationality'],
    step,
    kind: 'choice',
    label: messages.text('field.nationality'),
    options,
    parse: (typed) => parseChoice(typed, options),
  })
}

function contact(situation: Situation): FieldDefinition[] {
  const { messages } = situation
  return [
    define({
      requirements: ['individual.email'],
      step,
      kind: 'email',
      label: messages.text('field.email'),
      autocomplete: 'email',
      inputMode: 'email',
      maxLength: 254,
      parse: parseEmail,
    }),
    definePhone(situation, {
      requirements: ['individual.phone'],
      step,
      label: messages.text('field.phone'),
      hint: messages.text('field.phone.hint'),
      autocomplete: 'tel',
    }),
  ]
}

function idNumbers({ country, test, messages }: Situation): FieldDefinition[] {
  const known = idNumberOf(country)
  const label = messages.text(known.label)
  const refusal: Refusal = known.example
    ? { refusal: 'refusal.id-number', values: { example: known.example } }
    : { refusal: 'refusal.id-number-unknown' }
  const parse = (typed: string): Parsed => {
    const value = readIdNumber(country, typed, test)
    return value === undefined ? refusal : { value }
  }
  return [
    define({
      requirements: ['individual.id_number'],
      step,
      kind: 'secret',
      label,
      hint: known.example ? messages.text('field.id-number.hint', { example: known.example }) : undefined,
      given: (account) => account.individual?.id_number_provided === true,
      maxLength: 40,
      parse,
    }),
    define({
      requirements: ['individual.ssn_last_4'],
      step,
      kind: 'secret',
      label: messages.text('id-number.us-last-4'),
      coveredBy: 'individual.id_number',
      given: (account) => account.individual?.ssn_last_4_provided === true,
      inputMode: 'numeric',
      maxLength: 4,
      parse: (typed) => {
        const value = plainCharacters(typed)
        return /^\d{4}$/.test(value) ? { value } : { refusal: 'refusal.four-digits' }
      },
    }),
    define({
      requirements: ['individual.id_number_secondary'],
      step,
      kind: 'secret',
      label: messages.text('id-number.secondary'),
      given: (account) => account.individual?.id_number_secondary_provided === true,
      maxLength: 40,
      parse: (typed) => parseText(typed, 40),
    }),
  ]
}

/** What the person is in public life and in the business. */
function standing({ messages }: Situation): FieldDefinition[] {
  const choice = (requirement: string, label: string, options: FieldDefinition['options'], hint?: string) =>
    define({
      requirements: [requirement],
      step,
      kind: 'choice',
      label,
      hint,
      options,
      parse: (typed) => parseChoice(typed, options),
    })
  return [
    choice('individual.gender', messages.text('field.gender'), [
      { value: 'female', label: messages.text('field.gender.female') },
      { value: 'male', label: messages.text('field.gender.male') },
    ]),
    choice(
      'individual.political_exposure',
      messages.text('field.political-exposure'),
      [
        { value: 'none', label: messages.text('field.political-exposure.none') },
        { value: 'existing', label: messages.text('field.political-exposure.existing') },
      ],
      messages.text('field.political-exposure.hint'),
    ),
    define({
      requirements: ['individual.relationship.title'],
      step,
      label: messages.text('field.job-title'),
      autocomplete: 'organization-title',
      maxLength: 100,
      parse: (typed) => parseText(typed, 100),
    }),
    define({
      requirements: ['individual.relationship.percent_ownership'],
      step,
      label: messages.text('field.percent-ownership'),
      inputMode: 'numeric',
      maxLength: 6,
      parse: (typed) => parseNumber(typed, 0, 100),
    }),
    ...(['executive', 'director', 'owner'] as const).map((role) =>
      define({
        requirements: [`individual.relationship.${role}`],
        step,
        kind: 'checkbox',
        label: messages.text(`field.relationship.${role}`),
        shown: (account) => (account.individual?.relationship?.[role] === true ? 'true' : ''),
        parse: (typed) => (typed === 'true' ? { value: true } : { refusal: 'refusal.tick' }),
      }),
    ),
  ]
}
