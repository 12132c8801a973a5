/**
 * Says at once what is wrong with the options, by name: otherwise the first page would fail, or a mistyped one would do nothing.
 *
 * @module
 */
import { isPool } from '../../storage/database-server.ts'
import type { StripeConnectOptions } from './options.ts'

interface Kind {
  is(value: unknown): boolean
  /** After "must be". */
  words: string
}

const FUNCTION: Kind = { is: (value) => typeof value === 'function', words: 'a function' }
const OBJECT: Kind = { is: (value) => typeof value === 'object' && value !== null, words: 'an object' }
const TEXT: Kind = { is: (value) => typeof value === 'string', words: 'a text' }

const LOG_METHODS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace']

const KINDS: Record<keyof StripeConnectOptions, Kind> = {
  authenticate: FUNCTION,
  signIn: FUNCTION,
  url: {
    is: (value) => typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value),
    words: 'an address such as https://market.example/payments',
  },
  title: TEXT,
  layout: FUNCTION,
  checkBeforeDelete: FUNCTION,
  pool: {
    is: (value) => OBJECT.is(value) && isPool(value as object),
    words: 'a pool of pg or mysql2',
  },
  log: {
    is: (value) => OBJECT.is(value) && LOG_METHODS.every((name) => FUNCTION.is((value as never)[name])),
    words: `a logger like pino's, with ${LOG_METHODS.join(', ')}`,
  },
  env: OBJECT,
}

/** @throws TypeError that names every wrong option */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('stripeConnect() needs options: stripeConnect({ authenticate: (request) => ... })')
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const problems = given.flatMap(([name, value]) => {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined
    if (kind === undefined) return [`${name} is no option: there are ${Object.keys(KINDS).join(', ')}`]
    return kind.is(value) ? [] : [`${name} must be ${kind.words}`]
  })
  if (!given.some(([name]) => name === 'authenticate'))
    problems.push('authenticate is missing: a function from a request to who is asking')
  if (problems.length > 0) throw new TypeError(`stripeConnect(): ${problems.join('; ')}`)
}
