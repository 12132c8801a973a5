/**
 * Types of an API route's declaration, with the exact types of its query, body and result.
 *
 * @module
 */
import type { z } from 'zod'
import type { Audience, ContextFor } from './enter.ts'
import type { UploadedFile } from './sent.ts'

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export type ApiPath = `/api/${string}`

/** An API route's declaration, apart from its body and its handler. */
export interface ApiDeclaration<
  M extends Method,
  P extends ApiPath,
  A extends Audience,
  Q extends z.ZodObject,
  R extends z.ZodType,
> {
  method: M
  path: P
  audience: A
  summary: string
  query: Q
  errors: readonly string[]
  returns: R
  /**
   * Refuses a query about something that does not exist, or is not the caller's, before the body is read. What may change until the
   * body has arrived, `handle` looks up again.
   */
  check?(context: ContextFor<A>, input: { query: z.output<Q> }): unknown
  /**
   * The names of the files that the caller may send now, asked before the body is read: no other file is kept. Absent for a route
   * that takes no files.
   */
  fileFields?(context: ContextFor<A>, input: { query: z.output<Q> }): Promise<readonly string[]>
}

/** The route's own code. Its input is what the schemas make of the request. */
interface Handler<A extends Audience, Q extends z.ZodObject, Posted, R extends z.ZodType> {
  handle(
    context: ContextFor<A>,
    input: { query: z.output<Q>; body: Posted; files: UploadedFile[] },
  ): Promise<z.input<R>>
}

export type WithBody<
  A extends Audience,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
> = Handler<A, Q, z.output<B>, R> & { body: B }

/** A route that takes no body. */
export type WithoutBody<A extends Audience, Q extends z.ZodObject, R extends z.ZodType> = Handler<
  A,
  Q,
  undefined,
  R
> & { body?: undefined }

export function takesBody<
  A extends Audience,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends z.ZodType,
>(handler: WithBody<A, Q, B, R> | WithoutBody<A, Q, R>): handler is WithBody<A, Q, B, R> {
  return handler.body !== undefined
}
