/**
 * A route is a value: declared once, as data. From it come the Express routes, the Dashboard sitemap and `global.api`,
 * `api.txt`, and the test that tries every route as every role. It knows no host, no request object and no template engine.
 *
 * @module
 */
import type { z } from 'zod'
import type { Context, Services, SignedInContext } from '../context/context.ts'
import type { Problem } from '../core/errors.ts'

/** Who may ask: anyone, a person signed in, or an administrator. */
export type Audience = 'guest' | 'user' | 'administrator'

/** A file that came with a form. It is held in memory until the request is over, and counts as long. */
export interface UploadedFile {
  /** The name of the input. */
  field: string
  name: string
  type: string
  bytes: Buffer
}

type ContextFor<A extends Audience> = A extends 'guest' ? Context : SignedInContext

/** What is posted and read: every value is a string (or several), as forms and querystrings have it. */
export type FormValues = Record<string, string | string[] | undefined>

/** A JSON answer for programs at `/api/...`. */
export interface ApiRoute {
  kind: 'api'
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: `/api/${string}`
  audience: Audience
  /** One sentence for `api.txt`. */
  summary: string
  query: z.ZodObject
  body: z.ZodType | undefined
  /** Whether files may come with the body; none is kept otherwise. */
  takesFiles?: boolean | undefined
  /** Codes that it can answer with, in the order they are checked, besides those every route has. */
  errors: readonly string[]
  returns: z.ZodType
  handle(context: Context, input: { query: unknown; body: unknown; files: UploadedFile[] }): Promise<unknown>
}

/** A page shown again after a refused form: what was typed and what is wrong with it. */
export interface Attempt {
  values: FormValues
  problems: readonly Problem[]
}

/** What a page answers with. */
export type PageResult = (
  | { view: string; data: Record<string, unknown>; status?: number }
  /** A path on this host; sent as 303. */
  | { redirect: string }
) & {
  /** For a host's own pages, which set the cookie that signs a person in. */
  headers?: Readonly<Record<string, string | string[]>>
}

/** A page for a person, with an optional form that posts to the page's own address. */
export interface Page {
  kind: 'page'
  path: string
  audience: Audience
  query: z.ZodObject
  /** Whether the form at an address with this query has file inputs. Absent where no form of the page has; no file is kept then. */
  takesFiles?: ((query: unknown) => boolean) | undefined
  /** What is shown. Also called, with `attempt`, when `submit` throws a ConnectError. */
  load(context: Context, input: { query: unknown; attempt: Attempt | undefined }): Promise<PageResult>
  submit:
    | ((
        context: Context,
        input: { query: unknown; body: FormValues; files: UploadedFile[] },
      ) => Promise<PageResult>)
    | undefined
}

/** Server-sent events: what follows a change without reloading. */
export interface EventStream {
  kind: 'stream'
  path: string
  audience: Audience
  query: z.ZodObject
  /** Yields until the signal aborts; each value is sent as one event with JSON data. */
  open(
    context: Context,
    input: { query: unknown },
    signal: AbortSignal,
  ): AsyncIterable<{ event: string; data: unknown }>
}

/** Called by Stripe, not by a person: needs the body as it came, byte for byte. */
export interface WebhookRoute {
  kind: 'webhook'
  path: string
  /** Largest body taken, in bytes; a larger one is answered with 413. */
  limit: number
  receive(
    services: Services,
    request: { body: Buffer; signature: string | undefined; requestId: string },
  ): Promise<{ status: number; body: unknown }>
}

export type Route = ApiRoute | Page | EventStream | WebhookRoute

type Empty = z.ZodObject<Record<never, never>>

/**
 * Declares an API route; `handle` gets its query and body as the schemas give them.
 *
 * @example
 * export const payout = apiRoute({
 *   method: 'GET',
 *   path: '/api/user/connect/payout',
 *   audience: 'user',
 *   summary: 'One payout of the person signed in.',
 *   query: z.object({ payoutid: z.string() }),
 *   errors: ['invalid-payoutid'],
 *   returns: payoutSchema,
 *   handle: (context, { query }) => findPayout(context, query.payoutid),
 * })
 */
export function apiRoute<
  A extends Audience,
  Q extends z.ZodObject,
  R extends z.ZodType,
  B extends z.ZodType = z.ZodUndefined,
>(declaration: {
  method: ApiRoute['method']
  path: ApiRoute['path']
  audience: A
  summary: string
  query: Q
  body?: B
  takesFiles?: boolean
  errors: readonly string[]
  returns: R
  handle(
    context: ContextFor<A>,
    input: { query: z.output<Q>; body: z.output<B>; files: UploadedFile[] },
  ): Promise<z.input<R>>
}): ApiRoute {
  return { ...declaration, kind: 'api', body: declaration.body } as unknown as ApiRoute
}

/**
 * Declares a page; `load` gets its query as the schema gives it.
 *
 * @example
 * export const start = page({
 *   path: '/account/connect',
 *   audience: 'user',
 *   query: z.object({}),
 *   load: async (context) => ({ view: 'account/start', data: { accounts: await accountsOf(context) } }),
 * })
 */
export function page<A extends Audience, Q extends z.ZodObject = Empty>(declaration: {
  path: string
  audience: A
  query: Q
  takesFiles?(query: z.output<Q>): boolean
  load(
    context: ContextFor<A>,
    input: { query: z.output<Q>; attempt: Attempt | undefined },
  ): Promise<PageResult>
  submit?(
    context: ContextFor<A>,
    input: { query: z.output<Q>; body: FormValues; files: UploadedFile[] },
  ): Promise<PageResult>
}): Page {
  return { ...declaration, kind: 'page', submit: declaration.submit } as unknown as Page
}

/** Declares a stream of server-sent events. */
export function eventStream<A extends Audience, Q extends z.ZodObject = Empty>(declaration: {
  path: string
  audience: A
  query: Q
  open(
    context: ContextFor<A>,
    input: { query: z.output<Q> },
    signal: AbortSignal,
  ): AsyncIterable<{ event: string; data: unknown }>
}): EventStream {
  return { ...declaration, kind: 'stream' } as unknown as EventStream
}
