import { iso31661 } from 'iso-3166'
import type { Translator } from '../../messages/translator.ts'
import type { Option } from '../../web/form-fields.ts'

/** Kept for each language: naming and sorting all countries takes longer than the rest of the form. */
const named = new Map<string, readonly Option[]>()

/** Every country as an option, sorted by name. */
export function countriesByName(messages: Translator): readonly Option[] {
  const known = named.get(messages.language)
  if (known) return known
  const { compare } = new Intl.Collator(messages.language)
  const options = iso31661
    .filter(({ state }) => state === 'assigned')
    .map(({ alpha2 }) => ({ value: alpha2, label: messages.country(alpha2) }))
    .toSorted((a, b) => compare(a.label, b.label))
  named.set(messages.language, options)
  return options
}
