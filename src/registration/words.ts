import type { MessageKey } from '../messages/sentences.ts'
import type { Translator } from '../messages/translator.ts'
import type { Refused } from './requirements.ts'
import type { Subject } from './subject.ts'

/** The names of a question. */
export interface Words {
  /** Above its input. */
  label: string
  /** Within a sentence, e.g. `your first name`. */
  noun: string
}

/**
 * The names of a question, from its label's message key. Messages write a label as it reads within a sentence, and under
 * `<key>.noun` what a sentence says instead when the label does not fit into one.
 *
 * @param frame the message that makes a noun of the label when there is no `<key>.noun`. Of somebody else, `<key>.their` and
 *   `<key>.their.noun` come first, where “you” stands in the others.
 * @example
 * wordsFor(messages, 'field.first-name') // { label: 'First name', noun: 'your first name' }
 * wordsFor(messages, 'field.url') // { label: 'Website', noun: 'the address of your website' }
 */
export function wordsFor(
  messages: Translator,
  key: MessageKey,
  frame: 'noun.your' | 'noun.their' | 'noun.the' | 'noun.of-business' | 'noun.quoted' = 'noun.your',
): Words {
  const isTheirs = frame === 'noun.their'
  const name = isTheirs ? aboutAnother(messages, key) : messages.text(key)
  const label = name.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(messages.language))
  const noun =
    messages.maybe(isTheirs ? `${key}.their.noun` : `${key}.noun`) ??
    messages.text(frame, { name: frame === 'noun.quoted' ? label : name })
  return { label, noun }
}

function aboutAnother(messages: Translator, key: MessageKey): string {
  return messages.maybe(`${key}.their`) ?? messages.text(key)
}

/** A sentence on a form. About somebody else it is `<key>.their`, if there is one, since the other says “you”. */
export function said({ isAnother, situation: { messages } }: Subject, key: MessageKey): string {
  return isAnother ? aboutAnother(messages, key) : messages.text(key)
}

/** Why Stripe refused an answer; empty when it did not. */
export function reasonOf(messages: Translator, refused: Refused | undefined): string {
  return messages.maybe(`requirement-error.${refused?.code ?? ''}`) ?? refused?.reason ?? ''
}
