/**
 * Draws pages in the standalone host's frame: its title, its menus, the note that Stripe is offline.
 *
 * @module
 */
import type { Config } from '../../config/config.ts'
import type { Caller } from '../../context/context.ts'
import { HOST_PAGES } from '../../core/addresses.ts'
import { menus } from '../../features.ts'
import type { Translator } from '../../messages/translator.ts'
import type { MenuEntries } from '../../web/feature.ts'
import type { PageContent } from '../../web/host-hooks.ts'
import { siteMenus } from '../../web/site-menus.ts'
import type { Frame, ViewEngine } from '../../web/view-engine.ts'

export interface PageRequest {
  caller: Caller | undefined
  messages: Translator
  csrfToken: string
  path: string
}

/** How the site calls itself and looks. `logo` and `stylesheet` are paths that the application server answers. */
export type Brand = Pick<Frame, 'title' | 'logo' | 'stylesheet'>

/** The features' entries, and this host's own. */
const MENUS: MenuEntries = {
  ...menus,
  administrator: [...menus.administrator, { path: HOST_PAGES.people, label: 'standalone.menu.people' }],
}

export class PageFrame {
  readonly #views: ViewEngine
  readonly #brand: Brand
  readonly #offline: boolean

  constructor(views: ViewEngine, brand: Brand, config: Config) {
    this.#views = views
    this.#brand = brand
    this.#offline = config.stripe.offline
  }

  render(content: PageContent, { caller, messages, csrfToken, path }: PageRequest): string {
    const frame: Frame = {
      messages,
      csrfToken,
      caller,
      ...this.#brand,
      offline: this.#offline,
      path,
      base: '',
      menus: siteMenus(caller, messages, MENUS),
    }
    return this.#views.render(content.view, content.data, frame)
  }
}
