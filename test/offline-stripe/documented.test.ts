/** The page about the offline Stripe names everything that one can ask of it. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { COUNTRIES } from '../../src/offline-stripe/countries/index.ts'
import { recipientCountries } from '../../src/offline-stripe/countries/recipient-countries.ts'

const root = path.join(import.meta.dirname, '..', '..')
const page = readFileSync(path.join(root, 'docs', 'offline-stripe.md'), 'utf8')
const folder = path.join(root, 'src', 'offline-stripe')
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map(read)
  .join('\n')

const found = (text: string, pattern: RegExp) => [
  ...new Set(Array.from(text.matchAll(pattern), ([, name = '']) => name)),
]
const routes = found(source, /path: '(\/_offline-stripe\/\w+)'/g)
const options = found(read('command-line.ts'), /\[(--[a-z-]+)/g)

test.each(routes)('the route %s', (route) => {
  expect(page).toContain(`\`${route}\``)
})

test.each(options)('the option %s', (option) => {
  expect(page).toMatch(new RegExp(`\`${option}[ \`]`))
})

test('the countries', () => {
  const listed = found(page, /^- (?:Africa|America|Asia|Europe): (.+)$/gm).flatMap((line) => line.split(' '))
  expect(listed.toSorted()).toEqual(recipientCountries())
  expect(page).toContain(`It covers [${COUNTRIES.length + listed.length} countries]`)
  expect(page).toContain(`in the ${COUNTRIES.length} countries of`)
  expect(page).toContain(`In ${listed.length} more`)
})

test('there are routes and options', () => {
  expect(routes.length).toBeGreaterThan(5)
  expect(options.length).toBeGreaterThan(5)
})
