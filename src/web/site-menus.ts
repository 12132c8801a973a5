/**
 * The menus of a frame of ours where a whole site is ours, or Dashboard's, whose paths are the same.
 *
 * @module
 */
import type { Caller } from '../context/context.ts'
import type { Translator } from '../messages/translator.ts'
import type { Frame } from './view-engine.ts'

type Menus = Frame['menus']

export function siteMenus(caller: Caller | undefined, messages: Translator): Menus {
  return { account: accountMenu(caller, messages), administrator: administratorMenu(messages) }
}

function accountMenu(caller: Caller | undefined, messages: Translator): Menus['account'] {
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

function administratorMenu(messages: Translator): Menus['administrator'] {
  return [
    { path: '/administrator', label: messages.text('standalone.menu.administrator') },
    { path: '/administrator/connect', label: messages.text('standalone.menu.administrator-connect') },
  ]
}
