/**
 * What a host does its own way: signing people in, dressing a page. Everything else about
 * turning routes into answers is the same in every host.
 *
 * @module
 */
import type { Request, Response } from 'express'
import type { Caller, Context } from '../context/context.ts'
import type { Hold } from './body-budget.ts'
import type { PostedForm } from './sent.ts'

/** A page's content, before the host puts its frame (menus, title, colours) around it. */
export interface PageContent {
  /** The name of a template, e.g. `registration/start`. */
  view: string
  data: Record<string, unknown>
}

/** What surrounds a page's content. */
interface PageSurroundings {
  context: Context
  /** What the page's forms must carry. */
  csrfToken: string
  request: Request
  response: Response
}

/** A body that the host has read before the request came here. */
export interface ReceivedBody {
  /** As it came, byte for byte; undefined for a form with files, which no signature covers. */
  bytes: Buffer | undefined
  form: PostedForm
  /** What counts its bytes; whoever handles the request releases it. */
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
   * Who is asking. A request is looked up once.
   *
   * @returns undefined for a guest
   * @throws ConnectError when credentials were given that are wrong
   */
  caller(request: Request): Promise<Caller | undefined>
  /** As `caller`, looked up anew: a person may have signed out while they follow a stream. */
  callerNow(request: Request): Promise<Caller | undefined>
  /** The token that this browser's forms carry; the same until the person signs in or out. */
  csrfToken(request: Request): Promise<string>
  /**
   * Whether a form came from one of our pages.
   *
   * @param token what it carried as `csrf-token`
   * @throws ConnectError for a form that must not be taken; its page is shown again with what was typed
   */
  checkForm(request: Request, token: unknown): Promise<void>
  /** @returns undefined while the body is still to be read, as it is in hosts that leave it to us */
  received?(request: Request): ReceivedBody | undefined
  requestId(request: Request): string
  /** The person's address, as far as the proxies in front are trusted. */
  ip(request: Request): string
  /** Where a guest is sent, given the path that they asked for. */
  signIn(returnUrl: string, request: Request): string
  /** @returns the document; the status and the headers of the response are set already, and the host may add to them */
  draw(content: PageContent, surroundings: PageSurroundings): Promise<string>
}
