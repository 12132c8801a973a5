/**
 * The parameters of each route, declared as a tree and checked as Stripe checks them: unknown, missing and malformed parameters
 * get Stripe's codes and the name that was sent, `individual[dob][day]`.
 * Sources: https://docs.stripe.com/error-codes and the request bodies of Stripe's OpenAPI specification.
 *
 * @module
 */
import { invalidParameter } from './errors.ts'

/** Reads one value. `name` is the parameter name that was sent, for the error. */
export interface Parameter<T> {
  read(value: unknown, name: string): T
  required?: true
}

type Shape = Record<string, Parameter<unknown>>
type RequiredKey<S extends Shape> = { [K in keyof S]: S[K] extends { required: true } ? K : never }[keyof S]
type Flat<T> = { [K in keyof T]: T[K] }

/** The typed values of a shape: a required parameter is always there, any other may be absent. */
export type ValuesOf<S extends Shape> = Flat<
  { [K in RequiredKey<S>]: ReturnType<S[K]['read']> } & {
    [K in Exclude<keyof S, RequiredKey<S>>]?: ReturnType<S[K]['read']>
  }
>

/** The result of a function made by {@link parameters}. */
export type Parsed<P extends (input: Record<string, unknown>) => unknown> = ReturnType<P>

/**
 * Makes a function that checks a route's input, or the input `below` a name.
 *
 * @example
 * const createPayout = parameters({
 *   amount: required(integer({ min: 1 })),
 *   currency: required(string()),
 *   description: unsettable(string({ max: 500 })),
 *   method: oneOf('instant', 'standard'),
 * })
 * const { amount, method = 'standard' } = createPayout(request.input)
 */
export function parameters<const S extends Shape>(
  shape: S,
): (input: Record<string, unknown>, below?: string) => ValuesOf<S> {
  return (input, below) => readShape(shape, input, (key) => (below === undefined ? key : `${below}[${key}]`))
}

/** Refuses a call without the parameter. */
export function required<T>(parameter: Parameter<T>): Parameter<T> & { required: true } {
  return { ...parameter, required: true }
}

/** Reads the empty string, with which Stripe's clients unset a value, as null. */
export function unsettable<T>(parameter: Parameter<T>): Parameter<T | null> {
  return { read: (value, name) => (value === '' ? null : parameter.read(value, name)) }
}

/** Text, not empty, of at most `max` characters, and in a `format` if one is given. */
export function string(
  options: { max?: number; format?: RegExp; formatError?: { code?: string; message: string } } = {},
): Parameter<string> {
  const { max = 5000, format, formatError } = options
  return {
    read(value, name) {
      const text = filled(value, name)
      if (typeof text !== 'string')
        throw invalidParameter(`Invalid string: ${JSON.stringify(text)}`, { param: name })
      if (text.length > max) {
        throw invalidParameter(`Invalid string: ${text.slice(0, 20)}...; must be at most ${max} characters`, {
          param: name,
        })
      }
      if (format && !format.test(text)) {
        const { message = `Invalid string: ${text}`, ...code } = formatError ?? {}
        throw invalidParameter(message, { ...code, param: name })
      }
      return text
    },
  }
}

/** A whole number within its bounds. */
export function integer(bounds: { min?: number; max?: number } = {}): Parameter<number> {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = bounds
  return {
    read(value, name) {
      const text = filled(value, name)
      const number = typeof text === 'string' && /^-?\d+$/.test(text) ? Number(text) : Number.NaN
      const about = { code: 'parameter_invalid_integer', param: name }
      if (!Number.isSafeInteger(number)) throw invalidParameter(`Invalid integer: ${shown(text)}`, about)
      if (number < min) throw invalidParameter(`This value must be greater than or equal to ${min}.`, about)
      if (number > max) throw invalidParameter(`This value must be less than or equal to ${max}.`, about)
      return number
    },
  }
}

/** The year 3000, in Unix seconds: no time is later. */
export const LATEST_TIME = 32_503_680_000

/** A time in Unix seconds. */
export function timestamp(): Parameter<number> {
  const number = integer({ min: 0, max: LATEST_TIME })
  return {
    read(value, name) {
      if (typeof value === 'string' && /^\d+$/.test(value)) return number.read(value, name)
      throw invalidParameter(`Invalid timestamp: ${shown(filled(value, name))}`, { param: name })
    },
  }
}

/** A decimal number such as a percentage. */
export function decimal(bounds: { min: number; max: number }): Parameter<number> {
  return {
    read(value, name) {
      const text = filled(value, name)
      const number = typeof text === 'string' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
      if (Number.isNaN(number)) throw invalidParameter(`Invalid decimal: ${shown(text)}`, { param: name })
      if (number < bounds.min || number > bounds.max) {
        throw invalidParameter(`This value must be between ${bounds.min} and ${bounds.max}.`, { param: name })
      }
      return number
    },
  }
}

/**
 * True or false, in small or capital letters: older SDKs send `True` (https://github.com/stripe/stripe-python/pull/1499,
 * https://github.com/stripe/stripe-dotnet/pull/3104).
 */
export function boolean(): Parameter<boolean> {
  return {
    read(value, name) {
      const text = filled(value, name)
      const word = typeof text === 'string' ? text.toLowerCase() : undefined
      if (word === 'true' || word === 'false') return word === 'true'
      throw invalidParameter(`Invalid boolean: ${shown(text)}`, { param: name })
    },
  }
}

const CHOICE = new Intl.ListFormat('en', { type: 'disjunction' })

/** One word from a list. */
export function oneOf<const W extends string>(...words: readonly W[]): Parameter<W> {
  return {
    read(value, name) {
      const text = filled(value, name)
      const word = words.find((candidate) => candidate === text)
      if (word !== undefined) return word
      throw invalidParameter(`Invalid ${name}: must be one of ${CHOICE.format(words)}`, { param: name })
    },
  }
}

/** Named values below a name: `dob[day]`. */
export function hash<const S extends Shape>(shape: S): Parameter<ValuesOf<S>> {
  return { read: (value, name) => readShape(shape, object(value, name), (key) => `${name}[${key}]`) }
}

/** Values below names that the caller chooses, e.g. `capabilities[card_payments]`; `key` says which names are valid. */
export function mapOf<T>(
  parameter: Parameter<T>,
  key: (name: string) => boolean = () => true,
): Parameter<Record<string, T>> {
  return {
    read(value, name) {
      const given = Object.entries(object(value, name))
      const unknown = given.map(([each]) => each).filter((each) => !key(each))
      if (unknown.length > 0) throw unknownParameters(unknown.map((each) => `${name}[${each}]`))
      return Object.fromEntries(given.map(([each, raw]) => [each, parameter.read(raw, `${name}[${each}]`)]))
    },
  }
}

/** Values in order, `enabled_events[0]`, at most `max` of them. */
export function list<T>(parameter: Parameter<T>, { max = Infinity } = {}): Parameter<T[]> {
  return {
    read(value, name) {
      if (!Array.isArray(value)) throw invalidParameter('Invalid array', { param: name })
      if (value.length > max)
        throw invalidParameter(`Invalid array: must have at most ${max} elements`, { param: name })
      return value.map((each, index) => parameter.read(each, `${name}[${index}]`))
    },
  }
}

/** Text or another kind of value, for `external_account`, which takes a token or a hash. */
export function either<A, B>(text: Parameter<A>, other: Parameter<B>): Parameter<A | B> {
  return {
    read: (value, name) => (typeof value === 'string' ? text.read(value, name) : other.read(value, name)),
  }
}

function readShape<S extends Shape>(
  shape: S,
  input: Record<string, unknown>,
  nameOf: (key: string) => string,
): ValuesOf<S> {
  const unknown = Object.keys(input).filter((key) => !Object.hasOwn(shape, key))
  if (unknown.length > 0) throw unknownParameters(unknown.map(nameOf))
  const values: Record<string, unknown> = {}
  for (const [key, parameter] of Object.entries(shape)) {
    const value = input[key]
    if (value !== undefined) values[key] = parameter.read(value, nameOf(key))
    else if (parameter.required) {
      const param = nameOf(key)
      throw invalidParameter(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
    }
  }
  return values as ValuesOf<S>
}

function unknownParameters(names: string[]): Error {
  const [first] = names
  const noun = names.length === 1 ? 'parameter' : 'parameters'
  return invalidParameter(`Received unknown ${noun}: ${names.join(', ')}`, {
    code: 'parameter_unknown',
    ...(first !== undefined && { param: first }),
  })
}

function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>
  throw invalidParameter('Invalid object', { param: name })
}

/** An empty string means unset, which only an {@link unsettable} parameter allows. */
function filled(value: unknown, name: string): unknown {
  if (value !== '') return value
  throw invalidParameter(
    `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`,
    { code: 'parameter_invalid_empty', param: name },
  )
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
