/**
 * Kinds of question about both the person and the business.
 *
 * @module
 */
import { LONGEST_EMAIL } from '../../core/email-address.ts'
import type { Subject } from '../subject.ts'
import { type Declared, define, type FieldDefinition } from './definition.ts'
import { parseChoice, parseEmail } from './parse.ts'

export function defineChoice(
  subject: Subject,
  field: Declared & Pick<FieldDefinition, 'options'>,
): FieldDefinition {
  return define(subject, { kind: 'choice', parse: (typed) => parseChoice(typed, field.options), ...field })
}

export function defineEmail(subject: Subject, field: Declared): FieldDefinition {
  return define(subject, {
    kind: 'email',
    inputMode: 'email',
    maxLength: LONGEST_EMAIL,
    parse: parseEmail,
    ...field,
  })
}
