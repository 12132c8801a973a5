/**
 * Says at once what is wrong with the options, by name: otherwise the first page would fail, or a mistyped one would do nothing.
 *
 * @module
 */
import type { StripeConnectOptions } from './options.ts'

type Kind = 'function' | 'object' | 'string'

const KINDS: Record<keyof StripeConnectOptions, Kind> = {
  authenticate: 'function',
  signIn: 'function',
  url: 'string',
  title: 'string',
  layout: 'function',
  pool: 'object',
  log: 'object',
  env: 'object',
}

const WORDS: Record<Kind, string> = {
  function: 'a function',
  object: 'an object',
  string: 'a text',
}

/** @throws TypeError that names every wrong option */
export function checkOptions(options: unknown): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('stripeConnect() needs options: stripeConnect({ authenticate: (request) => ... })')
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const problems = given.flatMap(([name, value]) => {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined
    if (kind === undefined) return [`${name} is no option: there are ${Object.keys(KINDS).join(', ')}`]
    return typeof value === kind && value !== null ? [] : [`${name} must be ${WORDS[kind]}`]
  })
  if (!given.some(([name]) => name === 'authenticate'))
    problems.push('authenticate is missing: a function from a request to who is asking')
  if (problems.length > 0) throw new TypeError(`stripeConnect(): ${problems.join('; ')}`)
}
