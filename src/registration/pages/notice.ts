/**
 * The sentence that a page shows after a redirect. A link can only choose one of these, so nobody can put words on a page.
 *
 * @module
 */
import type { Translator } from '../../messages/translator.ts'

const NOTICES = ['created', 'saved', 'bank-saved', 'submitted', 'deleted', 'from-stripe'] as const
export type Notice = (typeof NOTICES)[number]

/**
 * @param name the value of `?message=`
 * @returns undefined when there is no such notice
 */
export function noticeText(messages: Translator, name: unknown): string | undefined {
  const notice = NOTICES.find((it) => it === name)
  return notice && messages.text(`message.${notice}`)
}
