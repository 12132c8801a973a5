/**
 * A route is a value: declared once, as data. From it come the Express routes, the Dashboard sitemap and `global.api`,
 * `api.txt`, `openapi.json`, and the test that tries every route as every role. It knows no host, no request object and no template engine.
 *
 * A declaration keeps its types, so that a client's can be derived from them. Hosts see only `Route` and `enter` it with raw
 * input, which the route checks against its own types.
 *
 * @module
 */
import type { z } from 'zod'
import type { Context, Services } from '../context/context.ts'
import type { Owner } from '../storage/owner.ts'
import {
  type ApiDeclaration,
  type ApiPath,
  type Method,
  takesBody,
  type WithBody,
  type WithoutBody,
} from './api-declaration.ts'
import { type Audience, type ContextFor, enter, type ReadQuery } from './enter.ts'
import type { Attempt, PageDeclaration, PageResult, SubmitResult } from './page-declaration.ts'
import type { FormValues, UploadedFile } from './sent.ts'
import { validate } from './validate.ts'

export type { Attempt, PageResult } from './page-declaration.ts'
export type { FormValues, UploadedFile } from './sent.ts'

/** Common to every route but the webhook's. */
interface RouteBase {
  path: string
  audience: Audience
  query: z.ZodObject
}

/** A JSON answer for programs at `/api/...`. */
export interface ApiRoute extends RouteBase {
  kind: 'api'
  method: Method
  path: ApiPath
  /** One sentence for `api.txt` and `openapi.json`. */
  summary: string
  /** Undefined when the route takes no body. */
  body: z.ZodType | undefined
  /** Whether files may come with the body. */
  takesFiles: boolean
  /** The error codes it can give, in the order they are checked, besides those of every route. */
  errors: readonly string[]
  returns: z.ZodType
  /** As `enter` in `enter.ts`. */
  enter(context: Context, query: ReadQuery): Promise<ApiCall>
}

/** A call by somebody who may make it. */
export interface ApiCall {
  /** The names of the files that may come with the body. */
  fileFields(): Promise<readonly string[]>
  /** @returns what `returns` declares and no more */
  answer(posted: unknown, files: UploadedFile[]): Promise<unknown>
}

/** A page for a person, with an optional form that posts to the page's own address. */
export interface Page extends RouteBase {
  kind: 'page'
  takesForm: boolean
  /** Whether the form may have file inputs; if not, no file is kept. */
  takesFiles: boolean
  /** The names of inputs whose values are never kept, such as a password. */
  secrets: readonly string[]
  /**
   * With `STRIPE_JS=3`, whether an input of the form may come to this server. What else comes is for Stripe alone: it is refused, and
   * kept nowhere.
   */
  isForUs(name: string): boolean
  enter(context: Context, query: ReadQuery): Visit
}

/** A visit to a page by somebody who may see it. */
export interface Visit {
  /** What to show. Also called, with `attempt`, when `submit` throws a ConnectError. */
  load(attempt?: Attempt): Promise<PageResult>
  /**
   * The names of the files that the person may send now. Asked before a form with files is read: no other file is kept.
   *
   * @throws ConnectError when the person may not send the form
   */
  fileFields(): Promise<readonly string[]>
  /**
   * Who keeps a guest's refused form: the address of the page shows it again, or the database keeps it for somebody whom the page
   * knows otherwise. Undefined when nobody may.
   */
  keeper(): Promise<Owner | 'address' | undefined>
  /** @throws TypeError for a page without a form */
  submit(form: { body: FormValues; files: UploadedFile[] }): Promise<SubmitResult>
}

/** Server-sent events, which show a change without reloading the page. */
export interface EventStream extends RouteBase {
  kind: 'stream'
  /** @returns a function that yields until the signal aborts; each value is sent as one event with JSON data */
  enter(context: Context, query: ReadQuery): (signal: AbortSignal) => AsyncIterable<StreamEvent>
}

interface StreamEvent {
  event: string
  data: unknown
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

/** An API route with all its types. */
export interface TypedApiRoute<
  M extends Method,
  P extends ApiPath,
  Q extends z.ZodObject,
  B extends z.ZodType | undefined,
  R extends z.ZodType,
> extends ApiRoute {
  method: M
  path: P
  query: Q
  body: B
  returns: R
}

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
  const M extends Method,
  const P extends ApiPath,
  A extends Audience,
  Q extends z.ZodObject,
  R extends z.ZodType,
  B extends z.ZodType,
>(declaration: ApiDeclaration<M, P, A, Q, R> & WithBody<A, Q, B, R>): TypedApiRoute<M, P, Q, B, R>
export function apiRoute<
  const M extends Method,
  const P extends ApiPath,
  A extends Audience,
  Q extends z.ZodObject,
  R extends z.ZodType,
>(declaration: ApiDeclaration<M, P, A, Q, R> & WithoutBody<A, Q, R>): TypedApiRoute<M, P, Q, undefined, R>
export function apiRoute<
  M extends Method,
  P extends ApiPath,
  A extends Audience,
  Q extends z.ZodObject,
  R extends z.ZodType,
  B extends z.ZodType,
>(
  declaration: ApiDeclaration<M, P, A, Q, R> & (WithBody<A, Q, B, R> | WithoutBody<A, Q, R>),
): TypedApiRoute<M, P, Q, B | undefined, R> {
  const { method, path, audience, summary, query, errors, returns } = declaration
  return {
    kind: 'api',
    ...{ method, path, audience, summary, query, body: declaration.body, errors, returns },
    takesFiles: declaration.fileFields !== undefined,
    async enter(context, sent) {
      const entered = enter(declaration, context, sent)
      await declaration.check?.(entered.context, { query: entered.query })
      const answer = (posted: unknown, files: UploadedFile[]): Promise<z.input<R>> => {
        const input = { query: entered.query, files }
        if (!takesBody(declaration)) return declaration.handle(entered.context, { ...input, body: undefined })
        const body = validate(declaration.body, withoutToken(posted), 'body')
        return declaration.handle(entered.context, { ...input, body })
      }
      return {
        fileFields: async () =>
          (await declaration.fileFields?.(entered.context, { query: entered.query })) ?? [],
        answer: async (posted, files) => returns.parse(await answer(posted, files)),
      }
    },
  }
}

/** A form's token reaches the API, too, where it means nothing. */
function withoutToken(posted: unknown): unknown {
  if (typeof posted !== 'object' || posted === null || !('csrf-token' in posted)) return posted
  const { 'csrf-token': _token, ...values } = posted
  return values
}

/**
 * Declares a page; `load` gets its query as the schema gives it.
 *
 * @example
 * export const start = page({
 *   path: '/account/connect',
 *   audience: 'user',
 *   query: z.object({}),
 *   load: async (context) => ({ view: 'registration/start', data: { accounts: await accountsOf(context) } }),
 * })
 */
export function page<A extends Audience, Q extends z.ZodObject>(declaration: PageDeclaration<A, Q>): Page {
  const { path, audience, query } = declaration
  return {
    kind: 'page',
    ...{ path, audience, query, takesForm: declaration.submit !== undefined },
    secrets: declaration.secrets ?? [],
    isForUs: (name) => declaration.isForUs?.(name) ?? true,
    takesFiles: declaration.fileFields !== undefined,
    enter(context, sent) {
      const entered = enter(declaration, context, sent)
      return {
        fileFields: async () =>
          (await declaration.fileFields?.(entered.context, { query: entered.query })) ?? [],
        keeper: async () =>
          declaration.keeper ? declaration.keeper(entered.context, { query: entered.query }) : 'address',
        load: (attempt) => declaration.load(entered.context, { query: entered.query, attempt }),
        async submit(form) {
          if (!declaration.submit) throw new TypeError(`${path} has no form`)
          return declaration.submit(entered.context, { query: entered.query, ...form })
        },
      }
    },
  }
}

/** Declares a stream of server-sent events. */
export function eventStream<A extends Audience, Q extends z.ZodObject>(declaration: {
  path: string
  audience: A
  query: Q
  open(context: ContextFor<A>, input: { query: z.output<Q> }, signal: AbortSignal): AsyncIterable<StreamEvent>
}): EventStream {
  const { path, audience, query } = declaration
  return {
    kind: 'stream',
    ...{ path, audience, query },
    enter(context, sent) {
      const entered = enter(declaration, context, sent)
      return (signal) => declaration.open(entered.context, { query: entered.query }, signal)
    },
  }
}
