/**
 * Every regular expression of the module takes time in proportion to the text, whoever wrote the text.
 *
 * @see https://makenowjust-labs.github.io/recheck/
 */

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { checkSync } from 'recheck'
import { expect, test } from 'vitest'
import { some } from '../support/breadth.ts'

const sources = path.join(import.meta.dirname, '..', '..', 'src')

interface Found {
  where: string
  expression: RegExp
}

/** Every regular expression in a file. Parts added at run time become some word. */
function expressionsIn(file: string): Found[] {
  const text = readFileSync(path.join(sources, file), 'utf8')
  const found: Found[] = []
  const add = (start: number, expression: RegExp) =>
    found.push({ where: `${file}:${text.slice(0, start).split('\n').length}`, expression })
  const build = (start: number, end: number) => add(start, evaluate(text.slice(start, end)))
  new Visitor({
    Literal(node) {
      if ('regex' in node && node.regex) add(node.start, new RegExp(node.regex.pattern, node.regex.flags))
    },
    NewExpression({ callee, start, end }) {
      if (callee.type === 'Identifier' && callee.name === 'RegExp') build(start, end)
    },
  }).visit(parseSync(file, text).program)
  return found
}

function evaluate(construction: string): RegExp {
  const words = new Proxy({}, { has: (_, name) => !(name in globalThis), get: () => 'word' })
  return new Function('words', `with (words) { return ${construction} }`)(words)
}

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
)
// Strangers do not reach the offline Stripe.
const found = files.filter((file) => !file.startsWith('offline-stripe')).flatMap(expressionsIn)

test('all of them are found', () => {
  expect(found.length).toBeGreaterThan(100)
  expect(found.some(({ expression }) => expression.source.includes('political_exposure'))).toBe(true)
})

/** Milliseconds. recheck calls an expression vulnerable when a try lasts longer, which on a busy machine is anything. */
const LIMIT = 60_000
const LIMITS = { incubationTimeout: LIMIT, attackTimeout: LIMIT, timeout: LIMIT }

test('none takes the square of the time', () => {
  const slow = some(found, 25).flatMap(({ where, expression }) => {
    const checked = checkSync(expression.source, expression.flags, LIMITS)
    if (checked.status === 'safe') return []
    return [
      `${where} ${expression} ${checked.status === 'vulnerable' ? checked.attack.pattern : checked.error.kind}`,
    ]
  })
  expect(slow).toEqual([])
})
