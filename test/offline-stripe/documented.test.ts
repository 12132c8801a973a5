/** The page about the offline Stripe names everything that one can ask of it. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

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

test('there are routes and options', () => {
  expect(routes.length).toBeGreaterThan(5)
  expect(options.length).toBeGreaterThan(5)
})
