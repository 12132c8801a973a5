/**
 * Draws pages in the app's own layout or, without one, in our plain frame.
 *
 * @module
 */

import type { Request, Response } from 'express'
import type { Caller } from '../../context/context.ts'
import { menus } from '../../features.ts'
import type { Translator } from '../../messages/translator.ts'
import type { PageContent } from '../../web/host-hooks.ts'
import { securityHeaders } from '../../web/security-headers.ts'
import { drawMenu } from '../../web/site-menus.ts'
import type { Frame, ViewEngine } from '../../web/view-engine.ts'
import type { Layout } from './options.ts'

interface PageVisit {
  caller: Caller | undefined
  messages: Translator
  csrfToken: string
  /** True with the offline Stripe. */
  offline: boolean
}

export class Pages {
  readonly #views: ViewEngine
  readonly #title: string
  readonly #layout: Layout<Request> | undefined

  constructor(views: ViewEngine, title: string, layout: Layout<Request> | undefined) {
    this.#views = views
    this.#title = title
    this.#layout = layout
  }

  /** @returns the document */
  async draw(
    { view, data }: PageContent,
    visit: PageVisit,
    request: Request,
    response: Response,
  ): Promise<string> {
    const frame = this.#frame(visit, request)
    if (this.#layout) return this.#layout(this.#views.renderParts(view, data, frame), request)
    // Only our own frame gets these headers, since it needs no other scripts: the app decides about its layout's scripts.
    setSecurityHeaders(request, response, () => {})
    return this.#views.render(view, data, frame)
  }

  #frame({ caller, messages, csrfToken, offline }: PageVisit, request: Request): Frame {
    return {
      messages,
      csrfToken,
      caller,
      title: this.#title,
      offline,
      path: request.path,
      base: request.baseUrl,
      menus: {
        account: caller ? drawMenu(menus.account, messages) : [],
        administrator: drawMenu(menus.administrator, messages),
      },
    }
  }
}

/** Without an https URL they do not demand https for the whole site, which the app must decide. */
const setSecurityHeaders = securityHeaders('')
