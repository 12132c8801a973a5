/**
 * Questions about an address, as the country writes it.
 *
 * @module
 */
import type { MessageKey } from '../../messages/translator.ts'
import { type AddressFormat, type AddressPart, addressFormat } from '../countries/address-formats.ts'
import { subdivisions } from '../countries/subdivisions.ts'
import type { StepId } from '../form.ts'
import { plainCharacters } from '../plain-characters.ts'
import { define, type FieldDefinition, type Parsed, type Situation, valueAt } from './definition.ts'
import { parseChoice, parseKatakana, parseText } from './parse.ts'

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
 * The address of the individual or of the company. Parts that the country's addresses do not have are asked only where
 * Stripe names them.
 */
export function address(
  owner: 'individual' | 'company',
  step: StepId,
  situation: Situation,
): FieldDefinition[] {
  const format = addressFormat(situation.country)
  const parts = [...format.parts, ...PARTS.filter((part) => !format.parts.includes(part))]
  return SCRIPTS.flatMap((script) =>
    parts.map((part) =>
      addressPart(`${owner}.address${script.suffix}`, part, script, step, format, situation),
    ),
  )
}

function addressPart(
  path: string,
  part: AddressPart,
  script: Script,
  step: StepId,
  format: AddressFormat,
  situation: Situation,
): FieldDefinition {
  const { messages, country } = situation
  const param = `${path}.${part}`
  const choices = part === 'state' ? subdivisions(country, script.group) : []
  // A value that Stripe has and our list does not, e.g. a name where we have codes, stays a choice.
  const present = valueAt(situation.account, param)
  const options =
    typeof present === 'string' &&
    present !== '' &&
    choices.length > 0 &&
    !choices.some(({ value }) => value === present)
      ? [{ value: present, label: present }, ...choices]
      : choices
  return define({
    requirements: [param],
    step,
    group: script.group,
    kind: options.length > 0 ? 'choice' : 'text',
    label: messages.text(labelOf(part, format)),
    options,
    optional: part === 'line2',
    companionOf: format.parts.includes(part) && part !== 'line1' ? `${path}.line1` : undefined,
    autocomplete: script.group === 'kana' ? undefined : AUTOCOMPLETE[part],
    maxLength: part === 'postal_code' ? 12 : 200,
    lang: script.lang,
    parse: (typed) => {
      if (options.length > 0) return parseChoice(typed, options)
      if (part === 'postal_code') return parsePostalCode(typed, format)
      return script.group === 'kana' ? parseKatakana(typed) : parseText(typed, 200)
    },
  })
}

function labelOf(part: AddressPart, format: AddressFormat): MessageKey {
  if (part === 'city') return format.city
  if (part === 'state') return format.state
  if (part === 'postal_code') return format.postalCode
  return `field.address.${part}`
}

function parsePostalCode(typed: string, { pattern, example }: AddressFormat): Parsed {
  const code = plainCharacters(typed).toUpperCase().replace(/\s+/g, ' ')
  if (pattern && !pattern.test(code)) return { refusal: 'refusal.postal-code', values: { example } }
  return parseText(code, 12)
}
