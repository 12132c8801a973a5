/**
 * The sentence that a page shows after a redirect. Only these exist: a link cannot put words on a page.
 *
 * @module
 */
import type { Translator } from '../../messages/translator.ts'

const NOTICES = ['created', 'saved', 'bank-saved', 'submitted', 'deleted'] as const
export type Notice = (typeof NOTICES)[number]

/** @param name as `?message=` has it; undefined is returned for one that does not exist */
export function noticeText(messages: Translator, name: unknown): string | undefined {
  const notice = NOTICES.find((it) => it === name)
  return notice && messages.text(`message.${notice}`)
}
