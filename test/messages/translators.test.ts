import { expect, test } from 'vitest'
import { messages } from '../../src/features.ts'
import { common } from '../../src/messages/common.ts'
import { Translators } from '../../src/messages/translators.ts'

/** A language with one sentence of a feature and one common sentence. */
const esperanto = { en: {}, eo: { 'payout-status.paid': 'Pagita', 'layout.menu': 'Menuo' } }
const translators = new Translators([common, ...messages, esperanto])

test('a language is one more entry', () => {
  const inEsperanto = translators.in('eo')
  expect(translators.languages).toEqual(['en', 'eo'])
  expect(inEsperanto.language).toBe('eo')
  expect(inEsperanto.text('payout-status.paid')).toBe('Pagita')
  expect(inEsperanto.text('layout.menu')).toBe('Menuo')
})

test('what it lacks is said in English', () => {
  expect(translators.in('eo').text('payout-status.failed')).toBe('Failed')
  expect(translators.english.text('payout-status.paid')).toBe('Paid')
})

test.each(['fi', 'constructor'])('a language that nothing is said in is English: %s', (language) => {
  expect(translators.in(language)).toBe(translators.english)
})
