/**
 * Tells answers of Stripe's from anything else that may come in their place: what was cut off, a page of a proxy, another
 * object than the one that was asked for. What does not fit is no answer, so that nothing of it is kept or shown.
 *
 * @module
 */
import Stripe from 'stripe'
import { z } from 'zod'
import { exceedsJson } from '../core/measure-json.ts'
import { type Answer, type Question, WrongAnswerError } from './exchange.ts'
import { deletedShape, errorShape, idShape, listShape, ownAccountShape, SHAPES } from './shapes.ts'

/** What stands below each part of an address. */
const KINDS: Readonly<Record<string, string>> = {
  accounts: 'account',
  balance: 'balance',
  country_specs: 'country_spec',
  external_accounts: 'external_account',
  files: 'file',
  payouts: 'payout',
  persons: 'person',
  webhook_endpoints: 'webhook_endpoint',
}

/** Of these there is one: its address has no id. */
const SINGLE = new Set(['balance'])

/** How deep an answer may be nested: Stripe's own go down by less than ten levels. */
const DEEPEST = 32

/**
 * Bytes of one object. Stripe's largest accounts have some tens of thousands; we keep what is answered, and read a person's
 * accounts together.
 */
const LARGEST_OBJECT = 128 * 1024

/** The largest of Stripe's own, of all countries, hold some twenty thousand. */
const MOST_VALUES = 100_000

/**
 * @returns the answer's JSON: an object of the kind and with the id that was asked for, what is left of a deleted one, or
 *   an error of Stripe's
 * @throws WrongAnswerError for anything else
 */
export function readAnswer(question: Pick<Question, 'method' | 'path'>, { status, body }: Answer): object {
  const json = parse(body)
  if (status >= 400 && errorShape.safeParse(json).success) return json
  if (status < 200 || status >= 300)
    throw new WrongAnswerError(`the answer has status ${status} and no error`)
  // The SDK would take it for one in spite of the status.
  if ('error' in json) throw new WrongAnswerError(`the answer has status ${status} and an error`)
  // One after the other: all in one, zod compares every name in the one with every name in the other.
  for (const shape of shapesOf(question, json)) {
    const { error } = shape.safeParse(json)
    if (error) throw new WrongAnswerError(`the answer is not what was asked for: ${describe(error)}`)
  }
  return json
}

function parse(body: Buffer): object {
  const json = parseText(textOf(body))
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new WrongAnswerError('the answer is no object')
  if (body.length > LARGEST_OBJECT && !('object' in json && json.object === 'list'))
    throw new WrongAnswerError('the answer is larger than any object of Stripe’s')
  return json
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    throw new WrongAnswerError('the answer is no text')
  }
}

function parseText(text: string): unknown {
  if (exceedsJson(text, { depth: DEEPEST, values: MOST_VALUES }))
    throw new WrongAnswerError('the answer is nested too deep, or has too much in it')
  try {
    return JSON.parse(text)
  } catch {
    throw new WrongAnswerError('the answer is no JSON')
  }
}

/**
 * For accounts that are kept: Stripe shows less of those that are not ours, and pages and headers are made of all of it.
 *
 * @throws the SDK's error for an answer that is none
 */
export function refuseUnlessWhole(account: Stripe.Account): void {
  const { error } = ownAccountShape.safeParse(account)
  if (error) throw noAnswer(`the account is not whole: ${describe(error)}`)
}

/** What the SDK would throw, had it found out by itself. */
export function noAnswer(why: string): Stripe.errors.StripeConnectionError {
  return new Stripe.errors.StripeConnectionError({
    message: 'Stripe’s answer is none',
    detail: new WrongAnswerError(why),
  })
}

/** Which of Stripe's names is wrong, and how. Names further in may be somebody's own, as those of metadata are. */
function describe({ issues }: z.ZodError): string {
  const [issue] = issues
  return `${String(issue?.path[0] ?? 'all of it')} is wrong (${issue?.code})`
}

/**
 * @param json of what is left of a deleted object there is less to check
 * @returns all of them hold
 * @example
 * shapesOf({ method: 'GET', path: '/v1/accounts/acct_1/persons/person_1' }, json) // of the person with that id
 */
function shapesOf({ method, path }: Pick<Question, 'method' | 'path'>, json: object): z.ZodType[] {
  let kind: string | undefined
  let id: string | undefined
  for (const part of new URL(path, 'http://stripe').pathname.split('/')) {
    if (Object.hasOwn(KINDS, part)) {
      kind = KINDS[part]
      id = undefined
    }
    // What stands behind an id is what is done to it.
    else if (kind !== undefined) id ??= part
  }
  if (kind === undefined) return [z.looseObject({ object: z.string() })]
  const identified = { object: z.literal(kind), ...(!SINGLE.has(kind) && { id: idShape }) }
  const object = SHAPES[kind] ?? z.looseObject(identified)
  if (id === undefined) return [method === 'GET' && !SINGLE.has(kind) ? listShape(object) : object]
  const named = z.object({ id: z.literal(id) })
  const isDeleted = method === 'DELETE' || (method === 'GET' && 'deleted' in json)
  return [named, isDeleted ? deletedShape : object]
}
