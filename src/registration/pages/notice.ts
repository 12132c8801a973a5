/**
 * The sentence that a page shows after a redirect. A link can only choose one of these, so nobody can put words on a page.
 *
 * @module
 */
import type { Translator } from '../../messages/translator.ts'

const NOTICES = [
  'created',
  'saved',
  'bank-saved',
  'submitted',
  'deleted',
  'from-stripe',
  'person-added',
  'person-saved',
  'person-deleted',
  'group-confirmed',
] as const
export type Notice = (typeof NOTICES)[number]

/**
 * @param name the value of `?message=`
 * @returns undefined when there is no such notice
 */
export function noticeText(messages: Translator, name: unknown): string | undefined {
  const notice = NOTICES.find((it) => it === name)
  return notice && messages.text(`message.${notice}`)
}

/**
 * The same on the pages with a form, below which nothing may move: that a step was saved stands in the line of the step count.
 *
 * @param attempt a refused form, which has its problems to say instead
 */
export function stepNotice(
  messages: Translator,
  name: unknown,
  attempt: unknown,
): { notice: string | undefined; saved: boolean } {
  const saved = !attempt && (name === 'saved' || name === 'bank-saved')
  return { notice: attempt || saved ? undefined : noticeText(messages, name), saved }
}
