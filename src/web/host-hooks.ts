/**
 * What each host does in its own way: sign people in, frame a page. All other code that turns routes into answers is shared.
 *
 * @module
 */
import type { Request, Response } from 'express'
import type { Caller, Context, KnownPerson } from '../context/context.ts'
import type { Hold } from './body-budget.ts'
import type { PostedForm } from './sent.ts'

/** A page's content, before the host puts its frame (menus, title, colours) around it. */
export interface PageContent {
  /** The name of a template, e.g. `registration/start`. */
  view: string
  data: Record<string, unknown>
}

/** What a host needs to draw a page around its content. */
interface PageSurroundings {
  context: Context
  /** The token that the page's forms must carry. */
  csrfToken: string
  request: Request
  response: Response
}

/** A body that the host has already read. */
export interface ReceivedBody {
  /** As it came, byte for byte; undefined for a form with files, which no signature covers. */
  bytes: Buffer | undefined
  form: PostedForm
  /** Counts its bytes; the request's handler releases it. */
  hold?: Pick<Hold, 'release'>
}

/**
 * @example
 * const hooks: HostHooks = {
 *   base: (request) => request.baseUrl,
 *   caller: async (request) => request.user && { accountid: request.user.id, sessionid: request.sessionID, administrator: false },
 *   ...
 * }
 */
export interface HostHooks {
  /** The path that the routes are mounted under; empty when they keep their own paths. */
  base(request: Request): string
  /** Aborts when the host stops, so that streams end instead of holding it up. */
  stopping: AbortSignal
  /**
   * The person who asks, looked up once per request.
   *
   * @returns undefined for a guest
   * @throws ConnectError when the request carries wrong credentials
   */
  caller(request: Request): Promise<Caller | undefined>
  /** As `caller`, looked up again: a person may sign out while their stream is open. */
  callerNow(request: Request): Promise<Caller | undefined>
  /** Milliseconds after which a stream ends, and the browser opens another, where `callerNow` may know the person from before only. */
  streamLife?: number
  /** Absent where the host cannot say. */
  isPerson?(accountid: string, request: Request): Promise<boolean>
  /** Absent where the host does not know people. */
  knownPerson?(accountid: string, request: Request): Promise<KnownPerson | undefined>
  /** The token that this browser's forms carry; the same until the person signs in or out. */
  csrfToken(request: Request): Promise<string>
  /**
   * Checks that a form came from one of our pages.
   *
   * @param token the form's `csrf-token`
   * @throws ConnectError when it did not; its page is shown again with what was typed
   */
  checkForm(request: Request, token: unknown): Promise<void>
  /**
   * Whose form it was, by its token, also when the session has ended. Absent where the host answers such forms itself.
   *
   * @returns undefined for a guest's form
   */
  formOwner?(token: unknown): string | undefined
  /** @returns undefined when the host has not read the body */
  received?(request: Request): ReceivedBody | undefined
  requestId(request: Request): string
  /** The visitor's IP address, as far as the proxies in front are trusted. */
  ip(request: Request): string
  /** Where a guest is sent to sign in, given the path they asked for. */
  signIn(returnUrl: string, request: Request): string
  /** @returns the whole document; the response's status and headers are already set, and the host may add to them */
  draw(content: PageContent, surroundings: PageSurroundings): Promise<string>
}
