/**
 * Questions about a person: names, date of birth, nationality, contact details and id numbers.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-individual
 * @module
 */
import type { Stripe } from 'stripe'
import { plainCharacters } from '../../core/plain-characters.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import { countriesByName } from '../countries/countries-by-name.ts'
import {
  idNumberOf,
  isMistypedIdNumber,
  isPanOfAnother,
  mistakenFor,
  readIdNumber,
} from '../countries/id-numbers.ts'
import type { Subject } from '../subject.ts'
import { nameParts } from '../suggestions.ts'
import { said } from '../words.ts'
import { type Declared, define, type FieldDefinition, inputName } from './definition.ts'
import { parseKanaName } from './kana.ts'
import { defineChoice, defineEmail } from './kinds.ts'
import { type Parsed, parseName, parseText, type Refusal } from './parse.ts'
import { definePhone, takesForeignNumbers } from './phone.ts'

const step = 'about-you'

/** Countries that write the family name first in Latin letters too. */
const FAMILY_NAME_FIRST = ['HU']

type Person = Subject<Stripe.Person>

export function aboutYou(person: Person): FieldDefinition[] {
  return [
    ...names(person),
    birthDate(person),
    nationality(person),
    ...contact(person),
    ...idNumbers(person),
    ...standing(person),
  ]
}

function names(person: Person): FieldDefinition[] {
  const { country, known } = person.situation
  const suggested = person.isAnother ? undefined : nameParts(known.name, country)
  const name = (part: 'first' | 'last', given: Partial<Declared> = {}, suffix = '') =>
    define(person, {
      requirements: [`${part}_name${suffix}`],
      step,
      label: part === 'first' ? 'field.first-name' : 'field.last-name',
      autocomplete: part === 'first' ? 'given-name' : 'family-name',
      maxLength: 100,
      parse: parseName,
      ...given,
    })
  const kanji = { group: 'kanji', lang: 'ja', autocomplete: undefined } as const
  const kana = { group: 'kana', lang: 'ja-Kana', autocomplete: undefined, parse: parseKanaName } as const
  const latin = [
    name('first', { hint: said(person, 'field.name.hint'), suggestion: suggested?.first }),
    name('last', { suggestion: suggested?.last }),
  ]
  return [
    ...(FAMILY_NAME_FIRST.includes(country) ? latin.toReversed() : latin),
    name('last', kanji, '_kanji'),
    name('first', kanji, '_kanji'),
    name('last', kana, '_kana'),
    name('first', kana, '_kana'),
    define(person, {
      requirements: ['maiden_name'],
      step,
      label: 'field.maiden-name',
      maxLength: 100,
      parse: parseName,
    }),
    aliases(person),
  ]
}

/** How people say in English forms that there is nothing to say. */
const NO_ALIASES =
  /^["'“”(]?(none|nil|nothing|no( alias(es)?| other names?)?|not applicable|n[./]?a|x|0|无|無|tiada|[-–—.]{1,5})["'“”).,\s]{0,5}$/i

/** Other names of a person, separated by commas. One empty name tells Stripe that there are none. */
function aliases(person: Person): FieldDefinition {
  const { country, messages } = person.situation
  const none = messages.text('field.aliases.none')
  const stored = person.object?.full_name_aliases
  const names = Array.isArray(stored) ? stored.filter((alias) => alias !== '').map(String) : undefined
  return define(person, {
    requirements: ['full_name_aliases'],
    step,
    label: 'field.aliases',
    maxLength: 500,
    hint: messages.text('field.aliases.hint', { none }),
    value: names?.length === 0 ? none : (names?.join(', ') ?? ''),
    given: country === 'SG' && names !== undefined,
    parse: (typed, longest) => {
      if (typed.toLowerCase() === none.toLowerCase() || NO_ALIASES.test(typed)) return { value: [''] }
      const refused = parseText(typed, longest)
      const value = typed
        .split(/[,;、，；]/)
        .map((alias) => alias.trim())
        .filter((alias) => alias !== '')
      if ('refusal' in refused) return refused
      return value.length > 0 ? { value } : { refusal: 'refusal.enter' }
    },
  })
}

function birthDate(person: Person): FieldDefinition {
  return define(person, {
    name: inputName(`${person.inputs}dob`),
    requirements: ['dob.day', 'dob.month', 'dob.year'],
    param: 'dob',
    step,
    kind: 'date',
    label: 'field.birth-date',
    autocomplete: 'bday',
    given: Boolean(person.object?.dob?.year),
  })
}

function contact(person: Person): FieldDefinition[] {
  return [
    defineEmail(person, {
      requirements: ['email'],
      step,
      label: 'field.email',
      autocomplete: 'email',
      suggestion: person.isAnother ? undefined : person.situation.known.email,
    }),
    definePhone(person, {
      requirements: ['phone'],
      step,
      label: 'field.phone',
      hint: takesForeignNumbers(person.situation)
        ? person.situation.messages.text('field.phone.hint')
        : undefined,
      autocomplete: 'tel',
    }),
  ]
}

function idNumbers(person: Person): FieldDefinition[] {
  const { country, test, messages } = person.situation
  const { label, example } = idNumberOf(country)
  const refusal: Refusal = example
    ? { refusal: 'refusal.looks', values: { example } }
    : { refusal: 'refusal.id-number-unknown' }
  const parse = (typed: string): Parsed => {
    const value = readIdNumber(country, typed, test)
    if (value !== undefined) return { value }
    if (isMistypedIdNumber(country, typed)) return { refusal: 'refusal.checksum' }
    if (country === 'IN' && isPanOfAnother(typed)) return { refusal: 'refusal.pan', values: { example } }
    const other = mistakenFor(country, typed)
    return other ? { refusal: 'refusal.other-number', values: { other, example } } : refusal
  }
  return [
    define(person, {
      requirements: ['id_number'],
      step,
      kind: 'secret',
      label,
      hint: example ? messages.text('field.id-number.hint', { example }) : undefined,
      given: person.object?.id_number_provided === true,
      maxLength: 40,
      parse,
    }),
    define(person, {
      requirements: ['ssn_last_4'],
      step,
      kind: 'secret',
      label: 'id-number.us-last-4',
      coveredBy: 'id_number',
      given: person.object?.ssn_last_4_provided === true,
      inputMode: 'numeric',
      maxLength: 4,
      parse: (typed) => {
        const value = plainCharacters(typed)
        // Only Stripe's test numbers end so.
        return /^\d{4}$/.test(value) && (test || value !== '0000') ? { value } : { refusal: 'refusal.enter' }
      },
    }),
    define(person, {
      requirements: ['id_number_secondary'],
      step,
      kind: 'secret',
      label: 'id-number.secondary',
      given: person.object?.id_number_secondary_provided === true,
      maxLength: 40,
    }),
  ]
}

function nationality(person: Person): FieldDefinition {
  return defineChoice(person, {
    requirements: ['nationality'],
    step,
    label: 'field.nationality',
    options: countriesByName(person.situation.messages),
  })
}

/** Gender and political exposure. */
function standing(person: Person): FieldDefinition[] {
  const { messages } = person.situation
  const options = <K extends MessageKey>(choices: Record<string, K>) =>
    Object.entries(choices).map(([value, key]) => ({ value, label: messages.text(key) }))
  return [
    defineChoice(person, {
      requirements: ['gender'],
      step,
      label: 'field.gender',
      options: options({ female: 'field.gender.female', male: 'field.gender.male' }),
    }),
    defineChoice(person, {
      requirements: ['political_exposure'],
      step,
      label: 'field.political-exposure',
      hint: said(person, 'field.political-exposure.hint'),
      options: options({
        none: 'field.political-exposure.none',
        existing: 'field.political-exposure.existing',
      }),
    }),
  ]
}
