/**
 * What a host does its own way: signing people in, knowing its tenants, dressing a page. Everything else about
 * turning routes into answers is the same in every host that runs Express.
 *
 * @module
 */
import type { Request } from 'express'
import type { Caller, Context } from '../../context.ts'

/** A page's content, before the host puts its frame (menus, title, colours) around it. */
export interface PageContent {
  /** The name of a template, e.g. `account/start`. */
  view: string
  data: Record<string, unknown>
}

/**
 * @example
 * const hooks: HostHooks = {
 *   base: '/payments',
 *   caller: async (request) => request.user && { accountid: request.user.id, sessionid: request.sessionID, administrator: false },
 *   ...
 * }
 */
export interface HostHooks {
  /** The path that the routes are mounted under; empty when they keep their own paths. */
  base: string
  /** Aborts when the host stops, so that streams end instead of holding it up. */
  stopping: AbortSignal
  /**
   * Who is asking, decided afresh each time it is called.
   *
   * @returns undefined for a guest
   * @throws ConnectError when credentials were given that are wrong
   */
  caller(request: Request): Promise<Caller | undefined>
  /** The token that this browser's forms carry; the same until the person signs in or out. */
  csrfToken(request: Request): Promise<string>
  /** The tenant that the request belongs to. */
  appid(request: Request): string
  requestId(request: Request): string
  /** Where a guest is sent, given the path that they asked for. */
  signIn(returnUrl: string): string
  /** True for a path that nobody else answers: an unknown one gets a 404 here instead of being passed on. */
  owns(path: string): boolean
  /** @param csrfToken what the page's forms must carry */
  render(content: PageContent, frame: { context: Context; csrfToken: string; request: Request }): string
}
