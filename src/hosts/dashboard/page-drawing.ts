/**
 * Draws the module's pages for Dashboard.
 *
 * @module
 */

import type { Caller } from '../../context/context.ts'
import { ACCOUNT_PAGES, ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { menus } from '../../features.ts'
import type { Translator } from '../../messages/translator.ts'
import type { PageContent } from '../../web/host-hooks.ts'
import { siteMenus } from '../../web/site-menus.ts'
import { escapeHtml, type Frame, type ViewEngine } from '../../web/view-engine.ts'
import { type DashboardRequest, type DashboardResponse, dashboardGlobals } from './dashboard.ts'
import { csrfTokenFor, templateFor } from './template.ts'

export interface PageViewer {
  messages: Translator
  caller: Caller | undefined
  /** True with the offline Stripe. */
  offline: boolean
}

/** @returns a document to send: in Dashboard's template or, if that is unusable, in our plain frame */
export async function drawPage(
  views: ViewEngine,
  { view, data }: PageContent,
  { messages, caller, offline }: PageViewer,
  request: DashboardRequest,
  response: DashboardResponse,
): Promise<string> {
  const navigation = navigationOf(request.urlPath, messages)
  const template = await templateFor({ navigation, language: messages.language }, request, response)
  const title = dashboardGlobals.packageJSON.dashboard.title ?? 'Dashboard'
  const frame: Frame = {
    messages,
    csrfToken: template?.csrfToken ?? (await csrfTokenFor(request, response)),
    caller,
    title,
    offline,
    path: request.urlPath,
    base: '',
    menus: siteMenus(caller, messages, menus),
  }
  if (!template) return views.render(view, data, frame)
  const parts = views.renderParts(view, data, frame)
  return template.around({ ...parts, title: `${parts.title} · ${escapeHtml(title)}` })
}

/** Links to the home page and to the start of the page's section, whose pages have their own navigation. */
function navigationOf(path: string, messages: Translator) {
  const own = path.startsWith('/administrator/')
    ? ([[ADMINISTRATOR_PAGES.start, 'oversight.nav']] as const)
    : ([
        [ACCOUNT_PAGES.start, 'dashboard.nav.account'],
        [ACCOUNT_PAGES.create, 'dashboard.nav.register'],
      ] as const)
  return [
    { path: '/home', label: messages.text('dashboard.nav.home'), icon: '/public/home.svg' },
    ...own.map(([target, key]) => ({ path: target, label: messages.text(key) })),
  ]
}
