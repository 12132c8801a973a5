/**
 * Lets a request into a route: checks the caller, then the querystring. The body is read after that.
 *
 * @module
 */
import type { z } from 'zod'
import type { Context, SignedInContext } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import type { FormValues } from './sent.ts'
import { validate } from './validate.ts'

/** Who may ask: anyone, a signed-in person, or an administrator. */
export type Audience = 'guest' | 'user' | 'administrator'

export type ContextFor<A extends Audience> = A extends 'guest' ? Context : SignedInContext

/** Reads a querystring. */
export type ReadQuery = () => FormValues

/** The input of a route's own code. */
interface Entered<A extends Audience, Q extends z.ZodObject> {
  context: ContextFor<A>
  query: z.output<Q>
}

/**
 * @param query called only when the caller is allowed in
 * @throws ConnectError `sign-in-required` (401), `administrator-required` (403), and as `query` and `validate` do
 */
export function enter<A extends Audience, Q extends z.ZodObject>(
  route: { audience: A; query: Q },
  context: Context,
  query: ReadQuery,
): Entered<A, Q> {
  admit(route.audience, context)
  return { context, query: validate(route.query, query(), 'query') }
}

function admit<A extends Audience>(audience: A, context: Context): asserts context is ContextFor<A> {
  if (audience !== 'guest' && !context.caller) throw new ConnectError('sign-in-required', { status: 401 })
  if (audience === 'administrator' && !context.caller?.administrator)
    throw new ConnectError('administrator-required', { status: 403 })
}
