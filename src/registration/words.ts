import type { MessageKey } from '../messages/sentences.ts'
import type { Translator } from '../messages/translator.ts'

/** The names of what is asked for. */
export interface Words {
  /** Over its input. */
  label: string
  /** Within a sentence, e.g. `your first name`. */
  noun: string
}

/**
 * The names of what a label of the catalogue is for. The catalogue writes a label as it stands within a sentence, and under
 * `<key>.noun` what a sentence says where the label does not fit into one.
 *
 * @param frame what else makes a noun of the label
 * @example
 * wordsFor(messages, 'field.first-name') // { label: 'First name', noun: 'your first name' }
 * wordsFor(messages, 'field.url') // { label: 'Website', noun: 'the address of your website' }
 */
export function wordsFor(
  messages: Translator,
  key: MessageKey,
  frame: 'noun.your' | 'noun.the' | 'noun.of-business' | 'noun.quoted' = 'noun.your',
): Words {
  const name = messages.text(key)
  const label = name.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(messages.language))
  const noun =
    messages.maybe(`${key}.noun`) ?? messages.text(frame, { name: frame === 'noun.quoted' ? label : name })
  return { label, noun }
}
