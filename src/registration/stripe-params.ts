/**
 * Answers as Stripe's parameters, and back from a parameter to the input of the answer. It runs in browsers, too.
 *
 * @module
 */
import type { Change, Upload } from './answers.ts'
import { type FieldDefinition, inputsOf } from './fields/definition.ts'
import { parseRequirement } from './subject.ts'

/** The input that a parameter is made from. */
export type Place = Pick<Change, 'param' | 'input'>

export function placesOf(definitions: readonly FieldDefinition[]): Place[] {
  return definitions.map((definition) => ({
    param: definition.param,
    input: inputsOf(definition)[0] ?? definition.name,
  }))
}

/** Fields of an individual that only the Persons API takes. @see https://docs.stripe.com/api/persons/update */
const OF_THE_PERSON = /^(nationality$|documents\.)/

/** Whose answer it is, when the Persons API takes it: somebody of a company, or an individual. */
export function isOfThePerson({ param }: Pick<Change, 'param'>): boolean {
  const { subject, role, field } = parseRequirement(param)
  return subject === 'person' && (role === undefined || (role === 'individual' && OF_THE_PERSON.test(field)))
}

/** An answer about a person, with its parameter as the Persons API has it. */
export function relativeToPerson<T extends Pick<Change, 'param'>>(answer: T): T {
  return { ...answer, param: parseRequirement(answer.param).field }
}

/**
 * The input that a refused parameter was made from. Stripe may name a part of what was sent, such as a date's month, or the
 * whole that contains it, such as an address.
 */
export function inputOf(refused: string, changes: readonly Place[]): string | undefined {
  const path = refused.replaceAll(/[[\].]+/g, '.').replace(/\.$/, '')
  const made = changes.find(({ param }) => path === param || path.startsWith(`${param}.`))
  if (!made) return changes.find(({ param }) => param.startsWith(`${path}.`))?.input
  const part = path.slice(made.param.length + 1)
  return /^(day|month|year)$/.test(part) ? made.input.replace(/_day$/, `_${part}`) : made.input
}

/**
 * The changes that uploaded files make.
 *
 * @param ids of the files, in the order of the uploads
 */
export function withFiles(uploads: readonly Upload[], ids: readonly string[]): Change[] {
  const made = new Map<string, Change>()
  uploads.forEach(({ param, listed, file }, at) => {
    const list = made.get(param)?.value
    const value = listed ? [...(Array.isArray(list) ? list : []), ids[at]] : ids[at]
    made.set(param, { param, value, input: file.field })
  })
  return [...made.values()]
}

/** Has no prototype: the keys come from Stripe, and a key `__proto__` would change every object. */
const hash = (): Record<string, unknown> => Object.create(null)

function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Turns changes at paths into the nested object that the SDK sends.
 *
 * @example
 * nested([{ param: 'individual.email', value: 'a@b.example' }]) // { individual: { email: 'a@b.example' } }
 */
export function nested(changes: readonly Pick<Change, 'param' | 'value'>[]): Record<string, unknown> {
  const root = hash()
  for (const { param, value } of changes) {
    const keys = param.split('.')
    const last = keys.pop() ?? param
    let at = root
    for (const key of keys) {
      const known = at[key]
      const next = isHash(known) ? known : hash()
      at[key] = next
      at = next
    }
    at[last] = value
  }
  return root
}
