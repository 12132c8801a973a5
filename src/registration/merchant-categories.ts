/**
 * The kinds of business that Stripe accepts as `business_profile.mcc`, by code (ISO 18245), with names from our messages.
 *
 * @see https://docs.stripe.com/connect/setting-mcc
 * @module
 */

import { plainCharacters } from '../core/plain-characters.ts'
import type { Translator } from '../messages/translator.ts'
import { merchantCategories as named } from './messages/en/merchant-categories.ts'

export interface MerchantCategory {
  code: string
  name: string
}

const PREFIX = 'merchant-category.'
const CODES = Object.keys(named).map((key) => key.slice(PREFIX.length))

/** The categories in each language, made once: every form needs them. */
const byLanguage = new Map<string, readonly MerchantCategory[]>()

/** Every category, by name. */
export function merchantCategories(messages: Translator): readonly MerchantCategory[] {
  const known = byLanguage.get(messages.language)
  if (known) return known
  const categories = CODES.map((code) => ({ code, name: messages.maybe(PREFIX + code) ?? code })).toSorted(
    (a, b) => a.name.localeCompare(b.name, messages.language),
  )
  byLanguage.set(messages.language, categories)
  return categories
}

/**
 * The category that a person chose or typed, by its code or name.
 *
 * @example
 * findMerchantCategory(messages, 'Books (book shops)')?.code // '5942'
 */
export function findMerchantCategory(messages: Translator, typed: string): MerchantCategory | undefined {
  const wanted = plainCharacters(typed).trim().replace(/ +/g, ' ').toLowerCase()
  return merchantCategories(messages).find(
    ({ code, name }) => wanted === code || wanted === name.toLowerCase(),
  )
}
