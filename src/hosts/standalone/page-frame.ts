/**
 * Draws pages in the standalone host's frame: its title, its menus, the note that Stripe is offline.
 *
 * @module
 */
import type { Config } from '../../config.ts'
import type { Caller } from '../../context.ts'
import type { Translator } from '../../messages/translator.ts'
import type { Frame, ViewEngine } from '../../view-engine.ts'
import type { PageContent } from '../express/host-hooks.ts'

export interface PageRequest {
  caller: Caller | undefined
  messages: Translator
  csrfToken: string
  path: string
}

export class PageFrame {
  readonly #views: ViewEngine
  readonly #title: string
  readonly #offline: boolean

  constructor(views: ViewEngine, title: string, config: Config) {
    this.#views = views
    this.#title = title
    this.#offline = config.stripe.offline
  }

  render(content: PageContent, { caller, messages, csrfToken, path }: PageRequest): string {
    const frame: Frame = {
      messages,
      csrfToken,
      caller,
      title: this.#title,
      offline: this.#offline,
      path,
      base: '',
      layout: 'main',
      menus: { account: accountMenu(caller, messages), administrator: administratorMenu(messages) },
    }
    return this.#views.render(content.view, content.data, frame)
  }
}

function accountMenu(caller: Caller | undefined, messages: Translator): Frame['menus']['account'] {
  if (!caller) {
    return [
      { path: '/account/signin', label: messages.text('standalone.menu.sign-in') },
      { path: '/account/register', label: messages.text('standalone.menu.register') },
    ]
  }
  return [
    { path: '/account', label: messages.text('standalone.menu.account') },
    { path: '/account/connect', label: messages.text('standalone.menu.connect') },
    { path: '/account/signout', label: messages.text('standalone.menu.sign-out') },
  ]
}

function administratorMenu(messages: Translator): Frame['menus']['administrator'] {
  return [
    { path: '/administrator', label: messages.text('standalone.menu.administrator') },
    { path: '/administrator/connect', label: messages.text('standalone.menu.administrator-connect') },
  ]
}
