import { plainCharacters, withoutEnd } from './plain-characters.ts'

/** In characters. @see https://www.rfc-editor.org/errata/eid1690 */
export const LONGEST_EMAIL = 254

/** What is left behind an address that was copied from a list or a sentence. */
const AFTER = /[.,;/"'“”»]/

const EMAIL = /^[^\s@<>(),;:"]{1,64}@[^\s@<>(),;:".]+(\.[^\s@<>(),;:".]+)+$/

/**
 * Reads an e-mail address, in plain characters. Only a sent mail shows that it exists.
 *
 * @returns undefined when the text is no e-mail address
 * @example
 * emailAddress('ｍａｙａ@example.com.') // 'maya@example.com'
 */
export function emailAddress(typed: string): string | undefined {
  // Room for what plain characters leave out.
  if (typed.length > 4 * LONGEST_EMAIL) return undefined
  const plain = withoutEnd(plainCharacters(typed).trim(), AFTER)
  // Mail programs copy it as a link, or with the name before it.
  const [, within = plain] = /^[^<>]*<([^<>]+)>$/.exec(plain) ?? []
  const address = within.replace(/^mailto:/i, '').replace(/^["'“”„«]+/, '')
  return EMAIL.test(address) && address.length <= LONGEST_EMAIL ? address : undefined
}
