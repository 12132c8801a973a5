/**
 * The menus of a frame of ours where a whole site is ours, or Dashboard's, whose paths are the same.
 *
 * @module
 */

import type { Caller } from '../context/context.ts'
import { ACCOUNT_PAGES, ADMINISTRATOR_PAGES, HOST_PAGES } from '../core/addresses.ts'
import type { Translator } from '../messages/translator.ts'
import type { Frame } from './view-engine.ts'

type Menus = Frame['menus']

export function siteMenus(caller: Caller | undefined, messages: Translator): Menus {
  return { account: accountMenu(caller, messages), administrator: administratorMenu(messages) }
}

function accountMenu(caller: Caller | undefined, messages: Translator): Menus['account'] {
  if (!caller) {
    return [
      { path: HOST_PAGES.signIn, label: messages.text('standalone.menu.sign-in') },
      { path: HOST_PAGES.register, label: messages.text('standalone.menu.register') },
    ]
  }
  return [
    { path: HOST_PAGES.account, label: messages.text('standalone.menu.account') },
    { path: ACCOUNT_PAGES.start, label: messages.text('standalone.menu.connect') },
    { path: HOST_PAGES.signOut, label: messages.text('standalone.menu.sign-out') },
  ]
}

function administratorMenu(messages: Translator): Menus['administrator'] {
  return [
    { path: HOST_PAGES.administrator, label: messages.text('standalone.menu.administrator') },
    { path: ADMINISTRATOR_PAGES.start, label: messages.text('standalone.menu.administrator-connect') },
  ]
}
