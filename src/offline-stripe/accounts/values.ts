/**
 * The kinds of parameters that describe accounts and people. Wrong values get Stripe's errors
 * (https://docs.stripe.com/error-codes).
 *
 * @module
 */

import { isIP } from 'node:net'
import { invalidParameter } from '../errors.ts'
import { type Parameter, string, timestamp, unsettable } from '../parameters.ts'
import { parsedUrl } from '../parsed-url.ts'

const REGIONS = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Text; the empty string unsets it. */
export function text(max?: number): Parameter<string | null> {
  return unsettable(string(max === undefined ? {} : { max }))
}

export function email(): Parameter<string> {
  return checked(
    (value) =>
      /^[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:".]+(\.[^\s@<>(),;:".]+)+$/.test(value) && value.length <= 254,
    (value) => ({ code: 'email_invalid', message: `Invalid email address: ${value}` }),
  )
}

/** Digits with what people write between them. Whether a number exists depends on the account's country: see `checkPhone`. */
export function phone(): Parameter<string> {
  return checked(
    (value) => /^\+?[\d\s().-]{5,30}$/.test(value),
    (value) => ({ message: `"${value}" is not a valid phone number` }),
  )
}

/** A web address, with or without its scheme, of printable ASCII characters. */
export function url(): Parameter<string> {
  return checked(
    (value) => /^[!-~]+$/.test(value) && isWebAddress(value),
    (value) => ({ code: 'url_invalid', message: /[^ -~]/.test(value) ? NOT_ASCII : 'Not a valid URL' }),
  )
}

const NOT_ASCII =
  'Invalid URL: Non-ASCII characters in URLs must be percent-encoded in order for the URL to be valid.'

/** An ISO 3166-1 code of two capital letters. */
export function countryCode(): Parameter<string> {
  return checked(
    (value) => /^[A-Z]{2}$/.test(value) && value !== 'ZZ' && REGIONS.of(value) !== undefined,
    (value) => ({
      code: 'country_code_invalid',
      message: `Country '${value}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EG', or 'GB'.`,
    }),
  )
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))

/** Whether a code is an ISO 4217 code in lower case. */
export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code)
}

/** An ISO 4217 code, which Stripe writes in lower case. */
export function currencyCode(): Parameter<string> {
  const parameter = checked(
    (value) => isCurrency(value.toLowerCase()),
    (value) => ({ message: `Invalid currency: ${value}` }),
  )
  return { read: (value, name) => parameter.read(value, name).toLowerCase() }
}

/** A merchant category code: four digits. */
export function merchantCategory(): Parameter<string> {
  return checked(
    (value) => /^\d{4}$/.test(value),
    (value) => ({ message: `Invalid MCC: ${value}. It must be four digits.` }),
  )
}

/** A CSS colour in hexadecimal digits: `#ff8800` or `#f80`. */
export function hexColor(): Parameter<string> {
  return checked(
    (value) => /^#([\da-f]{3}){1,2}$/i.test(value),
    (value) => ({ message: `Invalid color: ${value}. It must be a CSS hex color value.` }),
  )
}

export function ipAddress(): Parameter<string> {
  return checked(
    (value) => isIP(value) !== 0,
    (value) => ({ message: `Invalid IP address: ${value}` }),
  )
}

/** The time of an agreement, in Unix seconds: not in the future, and not before Stripe existed. */
export function acceptanceDate(now: number): Parameter<number> {
  const parameter = timestamp()
  const stripeBegan = Date.UTC(2009, 0, 1) / 1000
  const toleratedDrift = 300
  return {
    read(value, name) {
      const date = parameter.read(value, name)
      if (date >= stripeBegan && date <= now + toleratedDrift) return date
      const message =
        'The acceptance date must be a time in the past, since 2009, in seconds of the Unix epoch.'
      throw invalidParameter(message, { param: name })
    },
  }
}

function checked(
  accepts: (value: string) => boolean,
  error: (value: string) => { code?: string; message: string },
): Parameter<string> {
  const parameter = string()
  return {
    read(value, name) {
      const given = parameter.read(value, name)
      if (accepts(given)) return given
      const { message, ...about } = error(given)
      throw invalidParameter(message, { ...about, param: name })
    },
  }
}

/** Domains that only a private network or nobody knows (https://www.iana.org/assignments/special-use-domain-names). */
const NOT_PUBLIC = [
  'alt',
  'arpa',
  'internal',
  'invalid',
  'lan',
  'local',
  'localdomain',
  'localhost',
  'onion',
  'test',
]

/** Not an address of numbers, and not one of a private network. */
function isWebAddress(value: string): boolean {
  const withScheme = /^[a-z][a-z\d+.-]*:/i.test(value) ? value : `https://${value}`
  const { protocol = '', hostname = '', username = '' } = parsedUrl(withScheme) ?? {}
  const labels = hostname.split('.')
  const top = labels.at(-1) ?? ''
  return (
    /^https?:$/.test(protocol) &&
    username === '' &&
    labels.length > (labels[0] === 'www' ? 2 : 1) &&
    labels.every((label) => /^[a-z\d_]([a-z\d_-]*[a-z\d_])?$/.test(label)) &&
    /^[a-z][a-z\d-]+$/.test(top) &&
    !NOT_PUBLIC.includes(top)
  )
}
