import { expect, test } from 'vitest'
import { en as check } from '../../src/cli/check/messages/en.ts'
import { routes } from '../../src/features.ts'
import { Translator } from '../../src/messages/translator.ts'
import { translators } from '../../src/runtime/translators.ts'
import { COMMON_ERRORS } from '../../src/web/common-errors.ts'
import { catalogues, keysOf } from '../support/sentences.ts'

const messages = translators.english
const everything = [...catalogues, check]

/** Answered by the layers below the routes, whatever was asked. */
const EVERYWHERE = [
  ...Object.keys(COMMON_ERRORS),
  ...['invalid-csrf-token', 'invalid-query', 'not-found', 'already-submitted', 'card-declined'],
  ...['deletion-check-failed', 'deletion-refused', 'invalid-token'],
]

test('every code that a route declares has a sentence', () => {
  const api = routes.filter((route) => route.kind === 'api')
  const declared = api.flatMap((route) => [
    ...route.errors,
    ...Object.keys(route.query.shape).map((name) => `invalid-${name}`),
  ])
  // Sentences about the answers of a form are made with the name of what was asked.
  const codes = new Set(
    [...declared, ...EVERYWHERE].filter((code) => !/<|^invalid-external_account\./.test(code)),
  )
  const silent = [...codes].filter(
    (code) => messages.maybe(`problem.${code}`, { requestId: '1', most: 100 }) === undefined,
  )
  expect(silent).toEqual([])
})

test('every sentence can be formed', () => {
  const sentences = everything.flatMap((part) => Object.values(part))
  const names = sentences.flatMap((sentence) => [...sentence.matchAll(/{(\w+)/g)].map(([, name]) => name))
  const values = Object.fromEntries(names.map((name) => [name, 1]))
  const all = new Translator('en', everything)
  for (const key of keysOf(everything)) expect(all.maybe(key, values), key).toBeTruthy()
})

test('no two parts have a sentence for one key', () => {
  const keys = keysOf(everything)
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})
