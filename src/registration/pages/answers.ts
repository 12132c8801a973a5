/**
 * Answers as words, for the person to check.
 *
 * @module
 */
import type { Translator } from '../../messages/translator.ts'
import type { Field } from '../../web/form-fields.ts'

export interface Answer {
  label: string
  value: string
}

/** Optional questions without an answer are left out. */
export function answersOf(messages: Translator, fields: readonly Field[]): Answer[] {
  return fields
    .filter((field) => field.required || field.provided || field.value !== '')
    .map((field) => ({ label: field.fullLabel, value: answerOf(messages, field) }))
}

function answerOf(messages: Translator, field: Field): string {
  if (field.kind === 'date' && field.parts?.year) {
    const { day, month, year } = field.parts
    return messages.date(new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))))
  }
  if (field.kind === 'checkbox') return messages.text(field.value === 'true' ? 'submit.yes' : 'submit.no')
  const option = field.options.find(({ value }) => value === field.value)
  if (option) return option.label
  if (field.value !== '') return field.value
  return messages.text(field.provided ? 'submit.given' : 'submit.not-given')
}
