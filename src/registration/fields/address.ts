/**
 * Questions about an address, in the way the country writes one.
 *
 * @module
 */
import type { MessageKey } from '../../messages/sentences.ts'
import { type AddressFormat, type AddressPart, addressFormat } from '../countries/address-formats.ts'
import { postalCodeExample, readPostalCode } from '../countries/postal-codes.ts'
import { subdivisions } from '../countries/subdivisions.ts'
import type { StepId } from '../form.ts'
import type { Subject } from '../subject.ts'
import { wordsFor } from '../words.ts'
import { define, type FieldDefinition, valueAt } from './definition.ts'
import { type Parsed, parseChoice, parseKatakana, parseText } from './parse.ts'

const PARTS: readonly AddressPart[] = ['line1', 'line2', 'town', 'city', 'state', 'postal_code']

const AUTOCOMPLETE: Record<AddressPart, string> = {
  line1: 'address-line1',
  line2: 'address-line2',
  town: 'address-level3',
  city: 'address-level2',
  state: 'address-level1',
  postal_code: 'postal-code',
}

const SCRIPTS = [
  { group: 'main', suffix: '', lang: undefined },
  { group: 'kanji', suffix: '_kanji', lang: 'ja' },
  { group: 'kana', suffix: '_kana', lang: 'ja-Kana' },
] as const

type Script = (typeof SCRIPTS)[number]

/**
 * The questions about one address. A part that the country's addresses do not have is asked only when Stripe asks for it.
 *
 * @param path relative to the subject, e.g. `address`
 */
export function address(subject: Subject, path: string, step: StepId): FieldDefinition[] {
  const format = addressFormat(subject.situation.country)
  const parts = [...format.parts, ...PARTS.filter((part) => !format.parts.includes(part))]
  return SCRIPTS.flatMap((script) =>
    parts.map((part) => addressPart(subject, `${path}${script.suffix}`, part, script, step, format)),
  )
}

function addressPart(
  subject: Subject,
  path: string,
  part: AddressPart,
  script: Script,
  step: StepId,
  format: AddressFormat,
): FieldDefinition {
  const requirement = `${path}.${part}`
  const choices = part === 'state' ? subdivisions(subject.situation.country, script.group) : []
  // Stripe may have a value that our list lacks, e.g. a name where we have codes: keep it as an option.
  const present = valueAt(subject.object, requirement)
  const options =
    typeof present === 'string' &&
    present !== '' &&
    choices.length > 0 &&
    !choices.some(({ value }) => value === present)
      ? [{ value: present, label: present }, ...choices]
      : choices
  return define(subject, {
    requirements: [requirement],
    step,
    group: script.group,
    kind: options.length > 0 ? 'choice' : 'text',
    label: wordsFor(
      subject.situation.messages,
      labelOf(part, format),
      subject.prefix ? 'noun.your' : 'noun.of-business',
    ),
    options,
    optional: part === 'line2',
    companionOf: format.parts.includes(part) && part !== 'line1' ? `${path}.line1` : undefined,
    autocomplete: script.group === 'kana' ? undefined : AUTOCOMPLETE[part],
    maxLength: part === 'postal_code' ? 16 : 200,
    lang: script.lang,
    parse: (typed, longest) => {
      if (options.length > 0) return parseChoice(typed, options)
      if (part === 'postal_code') return parsePostalCode(typed, subject.situation.country)
      return script.group === 'kana' ? parseKatakana(typed, longest) : parseText(typed, longest)
    },
  })
}

function labelOf(part: AddressPart, format: AddressFormat): MessageKey {
  if (part === 'city') return format.city
  if (part === 'state') return format.state
  if (part === 'postal_code') return format.postalCode
  return `field.address.${part}`
}

function parsePostalCode(typed: string, country: string): Parsed {
  const value = readPostalCode(country, typed)
  if (value !== undefined) return { value }
  const example = postalCodeExample(country)
  return example ? { refusal: 'refusal.looks', values: { example } } : { refusal: 'refusal.postal-code' }
}
