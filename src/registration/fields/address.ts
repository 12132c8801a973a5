/**
 * Questions about an address, in the way the country writes one.
 *
 * @module
 */
import type { MessageKey } from '../../messages/sentences.ts'
import { fold } from '../../storage/columns.ts'
import type { Option } from '../../web/form-fields.ts'
import { type AddressFormat, type AddressPart, addressFormat } from '../countries/address-formats.ts'
import { isPostOfficeBox } from '../countries/post-office-boxes.ts'
import { postalCodeExample, readPostalCode } from '../countries/postal-codes.ts'
import { subdivisions } from '../countries/subdivisions.ts'
import { usualNames } from '../countries/usual-names.ts'
import type { StepId } from '../form.ts'
import type { Subject } from '../subject.ts'
import { wordsFor } from '../words.ts'
import { define, type FieldDefinition, frameOf, valueAt } from './definition.ts'
import { foldKana, parseKanaAddress, parseKanaPlace } from './kana.ts'
import { type Parsed, parseChoice, parseText, parseWords, parseWordsOrDigits } from './parse.ts'

const PARTS: readonly AddressPart[] = ['line1', 'line2', 'town', 'city', 'state', 'postal_code']

const AUTOCOMPLETE: Record<AddressPart, string> = {
  line1: 'address-line1',
  line2: 'address-line2',
  town: 'address-level3',
  city: 'address-level2',
  state: 'address-level1',
  postal_code: 'postal-code',
}

/** Countries in which many addresses have no postal code, and Stripe asks for none. */
const WITHOUT_POSTAL_CODES = ['IE']

const SCRIPTS = [
  { group: 'main', suffix: '', lang: undefined },
  { group: 'kanji', suffix: '_kanji', lang: 'ja' },
  { group: 'kana', suffix: '_kana', lang: 'ja-Kana' },
] as const

type Script = (typeof SCRIPTS)[number]

const OTHER_SCRIPT: Record<Script['suffix'], Script['suffix'] | undefined> = {
  '': undefined,
  _kanji: '_kana',
  _kana: '_kanji',
}

/** The parts that have the same answer in kanji and in katakana. */
const SAME_IN_BOTH: readonly AddressPart[] = ['postal_code', 'state']

/**
 * The questions about one address. A part that the country's addresses do not have is asked only when Stripe asks for it.
 *
 * @param path relative to the subject, e.g. `address`
 */
export function address(subject: Subject, path: string, step: StepId): FieldDefinition[] {
  const format = addressFormat(subject.situation.country)
  const parts = [...format.parts, ...PARTS.filter((part) => !format.parts.includes(part))]
  return SCRIPTS.flatMap((script) =>
    parts.map((part) => addressPart(subject, path, part, script, step, format)),
  )
}

function addressPart(
  subject: Subject,
  address: string,
  part: AddressPart,
  script: Script,
  step: StepId,
  format: AddressFormat,
): FieldDefinition {
  const path = `${address}${script.suffix}`
  const requirement = `${path}.${part}`
  const other = OTHER_SCRIPT[script.suffix]
  const options =
    part === 'state'
      ? statesOf(subject.situation.country, script.group, valueAt(subject.object, requirement))
      : []
  return define(subject, {
    requirements: [requirement],
    step,
    group: script.group,
    kind: options.length > 0 ? 'choice' : 'text',
    label: wordsFor(
      subject.situation.messages,
      labelOf(part, format),
      subject.prefix ? frameOf(subject) : 'noun.of-business',
    ),
    options,
    optional:
      part === 'line2' ||
      (part === 'postal_code' && WITHOUT_POSTAL_CODES.includes(subject.situation.country)),
    companionOf: format.parts.includes(part) && part !== 'line1' ? `${path}.line1` : undefined,
    sameAs: other && SAME_IN_BOTH.includes(part) ? `${address}${other}.${part}` : undefined,
    autocomplete: script.group === 'kana' ? undefined : AUTOCOMPLETE[part],
    maxLength: { postal_code: 16, city: 100 }[part as string] ?? 200,
    lang: script.lang,
    parse: (typed, longest) => {
      if (options.length > 0) return parseState(typed, options, subject.situation.country)
      if (part === 'postal_code') return parsePostalCode(typed, subject.situation.country)
      if (part === 'line1' && isWhereaboutsOf(address) && isPostOfficeBox(subject.situation.country, typed))
        return { refusal: 'refusal.po-box' }
      if (script.group !== 'kana') return lineParser(part)(typed, longest)
      return part === 'town' || part === 'city'
        ? parseKanaPlace(typed, longest)
        : parseKanaAddress(typed, longest)
    },
  })
}

function lineParser(part: AddressPart): typeof parseText {
  if (part === 'city' || part === 'town') return parseWords
  return part === 'line1' ? parseWordsOrDigits : parseText
}

/** Whether an address says where somebody lives or works, and not only where customers may write to. */
function isWhereaboutsOf(address: string): boolean {
  return !address.startsWith('business_profile.')
}

/** The country's states. Stripe's own spelling of the present one takes the place of ours, or stands beside them. */
function statesOf(country: string, script: Script['group'], present: unknown): readonly Option[] {
  const choices = subdivisions(country, script)
  if (choices.length === 0 || typeof present !== 'string' || present === '') return choices
  const kana = foldKana(present)
  const same = choices.find(({ value }) => foldKana(value) === kana)
  if (!same) return [{ value: present, label: present }, ...choices]
  return choices.map((choice) => (choice === same ? { ...choice, value: present } : choice))
}

/** The same for `N.S.W.` and `NSW`, `Ras-al-Khaimah` and `Ras Al Khaimah`. */
function squeezed(text: string): string {
  return fold(text).replace(/[.\s-]/g, '')
}

/** The API's callers may write a state's code in small letters, its name, or a prefecture as banks do or without what it is. */
function parseState(typed: string, options: readonly Option[], country: string): Parsed {
  const county =
    country === 'IE' ? typed.replace(/^(co\.?|county)\s+/i, '').replace(/^(dublin) \d+w?$/i, '$1') : typed
  const [plain, kana] = [squeezed(county), foldKana(county)]
  const same = (text: string) =>
    plain !== '' && (squeezed(text) === plain || squeezed(text).replace(/[都府県]$/, '') === plain)
  const usual = usualNames(country).find(([name]) => same(name))?.[1]
  const found =
    options.find(({ value }) => value === county || value === usual) ??
    options.find(({ value }) => same(value)) ??
    options.find(({ label }) => label.split(/[()]/).some((name) => same(name.trim()))) ??
    options.find(({ value }) => foldKana(value) === kana)
  return parseChoice(found?.value ?? county, options)
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
