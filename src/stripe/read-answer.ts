/**
 * Tells Stripe's answers from anything else that may come in their place: an answer that was cut off, a proxy's page, another
 * object than the one asked for. An answer that does not fit is rejected, so that nothing in it is kept or shown.
 *
 * @module
 */
import Stripe from 'stripe'
import { z } from 'zod'
import { exceedsJson } from '../core/measure-json.ts'
import { type Answer, type Question, WrongAnswerError } from '../net/exchange.ts'
import { deletedShape, errorShape, idShape, listShape, ownAccountShape, SHAPES } from './shapes.ts'

/** The kind of object below each part of an address. */
const KINDS: Readonly<Record<string, string>> = {
  account_links: 'account_link',
  accounts: 'account',
  balance: 'balance',
  balance_transactions: 'balance_transaction',
  country_specs: 'country_spec',
  external_accounts: 'external_account',
  files: 'file',
  payouts: 'payout',
  persons: 'person',
  webhook_endpoints: 'webhook_endpoint',
}

/** Kinds with only one object, whose address has no id. */
const SINGLE = new Set(['account_link', 'balance'])

/** How deep an answer may be nested: Stripe's own have less than ten levels. */
const DEEPEST = 32

/**
 * Bytes of one object. Stripe's largest accounts have some tens of thousands; we keep what is answered, and read a person's
 * accounts together.
 */
const LARGEST_OBJECT = 128 * 1024

/** The largest of Stripe's own, of all countries, hold some twenty thousand. */
const MOST_VALUES = 100_000

/**
 * @returns the answer's JSON: an object of the kind and with the id asked for, the remains of a deleted object, or an error
 *   from Stripe
 * @throws WrongAnswerError for anything else
 */
export function readAnswer(question: Pick<Question, 'method' | 'path'>, { status, body }: Answer): object {
  const json = parse(body)
  if (status >= 400 && errorShape.safeParse(json).success) return json
  if (status < 200 || status >= 300)
    throw new WrongAnswerError(`the answer has status ${status} and no error`)
  // The SDK would treat it as an error in spite of the status.
  if ('error' in json) throw new WrongAnswerError(`the answer has status ${status} and an error`)
  // Checked one after the other: for a combined shape, zod compares every name in one with every name in the other.
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
 * Checks accounts before they are kept. Stripe shows less of an account that is not ours, and pages and headers need all of it.
 *
 * @throws the SDK's error for an incomplete account
 */
export function refuseUnlessWhole(account: Stripe.Account): void {
  const { error } = ownAccountShape.safeParse(account)
  if (error) throw noAnswer(`the account is not whole: ${describe(error)}`)
}

/** The error that the SDK would throw if it checked the answer itself. */
export function noAnswer(why: string): Stripe.errors.StripeConnectionError {
  return new Stripe.errors.StripeConnectionError({
    message: 'Stripe’s answer is none',
    detail: new WrongAnswerError(why),
  })
}

/** Names the property that is wrong, and how. Deeper names may be a person's own, as in metadata. */
function describe({ issues }: z.ZodError): string {
  const [issue] = issues
  return `${String(issue?.path[0] ?? 'all of it')} is wrong (${issue?.code})`
}

/**
 * @param json the answer: the remains of a deleted object have less to check
 * @returns shapes that must all fit
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
    // The part behind an id is an action on that object.
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
