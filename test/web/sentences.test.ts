import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { en as check } from '../../src/cli/check/messages/en.ts'
import { routes } from '../../src/features.ts'
import { Translator } from '../../src/messages/translator.ts'
import { translators } from '../../src/runtime/translators.ts'
import { viewsDirectory } from '../../src/web/assets.ts'
import { COMMON_ERRORS } from '../../src/web/common-errors.ts'
import { catalogues, keysOf } from '../support/sentences.ts'

const messages = translators.english
const everything = [...catalogues, check]

/** Codes from the layers below the routes, for any request. */
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
  // Sentences about a form's answers are made with the name of the question.
  const codes = new Set(
    [...declared, ...EVERYWHERE].filter((code) => !/<|^invalid-external_account\./.test(code)),
  )
  const silent = [...codes].filter(
    (code) => messages.maybe(`problem.${code}`, { requestId: '1', most: 100, sums: '1' }) === undefined,
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

test('a feature names sentences of its own, and those that stand below it', () => {
  const source = path.join(import.meta.dirname, '../../src')
  const files = (folder: string) =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name))
      : []
  const found = (file: string, pattern: RegExp) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, key]) => key)
  const features = readdirSync(source).filter(
    (name) => name !== 'accounts' && existsSync(path.join(source, name, 'feature.ts')),
  )
  const ownerOf = new Map(
    features.flatMap((feature) =>
      files(path.join(source, feature, 'messages'))
        .flatMap((file) => found(file, /^ {2}'([^']+)':/gm))
        .map((key) => [key, feature]),
    ),
  )
  const foreign = features.flatMap((feature) =>
    [path.join(source, feature), path.join(viewsDirectory, feature)]
      .flatMap(files)
      .flatMap((file) => found(file, /['"`]([\w-]+(?:\.[\w-]+)+)['"`]/g).map((key) => ({ file, key })))
      .filter(({ key }) => (ownerOf.get(key) ?? feature) !== feature),
  )
  expect(ownerOf.size).toBeGreaterThan(500)
  expect(foreign).toEqual([])
})
