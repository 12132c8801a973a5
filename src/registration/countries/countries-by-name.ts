import { iso31661 } from 'iso-3166'
import type { Translator } from '../../messages/translator.ts'
import type { Option } from '../../web/form-fields.ts'

/** Kept for each language: naming and sorting all countries takes longer than the rest of the form. */
const named = new Map<string, readonly Option[]>()

/** Kosovo: ISO 3166 assigns it no code, and Stripe uses the one that everybody does. */
const KOSOVO = 'XK'

/** Every country as an option, sorted by name. */
export function countriesByName(messages: Translator): readonly Option[] {
  const known = named.get(messages.language)
  if (known) return known
  const { compare } = new Intl.Collator(messages.language)
  const assigned = iso31661.filter(({ state }) => state === 'assigned').map(({ alpha2 }) => alpha2)
  const options = [...assigned, KOSOVO]
    .map((code) => ({ value: code, label: messages.country(code) }))
    .toSorted((a, b) => compare(a.label, b.label))
  named.set(messages.language, options)
  return options
}
