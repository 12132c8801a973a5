/**
 * The menus of our frame on a site that we or Dashboard serve as a whole: both have the same paths.
 *
 * @module
 */

import type { Caller } from '../context/context.ts'
import { HOST_PAGES } from '../core/addresses.ts'
import type { Translator } from '../messages/translator.ts'
import type { MenuEntries, MenuEntry } from './feature.ts'
import type { Frame } from './view-engine.ts'

type Menus = Frame['menus']

const ACCOUNT: MenuEntry = { path: HOST_PAGES.account, label: 'standalone.menu.account' }
const SIGN_OUT: MenuEntry = { path: HOST_PAGES.signOut, label: 'standalone.menu.sign-out' }
const ADMINISTRATOR: MenuEntry = { path: HOST_PAGES.administrator, label: 'standalone.menu.administrator' }
const GUESTS: readonly MenuEntry[] = [
  { path: HOST_PAGES.signIn, label: 'standalone.menu.sign-in' },
  { path: HOST_PAGES.register, label: 'standalone.menu.register' },
]

/** A menu in the reader's language. */
export function drawMenu(entries: readonly MenuEntry[], messages: Translator): Menus['account'] {
  return entries.map(({ path, label }) => ({ path, label: messages.text(label) }))
}

/** @param entries the features' entries, which go between the host's own */
export function siteMenus(caller: Caller | undefined, messages: Translator, entries: MenuEntries): Menus {
  return {
    account: drawMenu(caller ? [ACCOUNT, ...entries.account, SIGN_OUT] : GUESTS, messages),
    administrator: drawMenu([ADMINISTRATOR, ...entries.administrator], messages),
  }
}
