import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readable } from '../../../src/hosts/dashboard/guard-parser.ts'
import { expectLinear } from '../../cost/growth.ts'

const name = fc.stringMatching(/^[a-z][-a-z\d]{0,8}$/)
const value = fc.stringMatching(/^[^"\\<>]{0,20}$/)
const attribute = fc.oneof(
  name,
  fc.tuple(name, value).map(([key, text]) => `${key}="${text}"`),
  fc
    .tuple(
      name,
      value.filter((text) => !text.includes("'")),
    )
    .map(([key, text]) => `${key} = '${text}'`),
  fc.tuple(name, fc.stringMatching(/^[a-z\d/.#-]{1,9}$/)).map(([key, text]) => `${key}=${text}`),
)
const element: fc.Arbitrary<string> = fc
  .tuple(
    name.filter((tag) => tag !== 'script' && tag !== 'style'),
    fc.array(attribute, { maxLength: 5 }),
    fc.stringMatching(/^[^<\\]{0,30}$/),
  )
  .map(([tag, attributes, text]) => `<${[tag, ...attributes].join(' ')}>${text}</${tag}>`)

test('a page stays as it is', () => {
  fc.assert(
    fc.property(fc.array(element), (elements) => {
      expect(readable(elements.join(''))).toBe(elements.join(''))
    }),
  )
})

test.each([
  ['a script', '<p>a</p><script>if (a < b && c == "\\d") x</script><b>b</b>'],
  ['a style', '<style>a::before { content: "\\2193" }</style>'],
  ['a comment', '<p><!-- a < b \\ c="" @ --></p>'],
  ['text with backslashes', '<p>C:\\temp</p>'],
  ['a missing space', '<a href="/"class="b" title="c>">d</a>'],
  ['a script without an end', '<script>a < b'],
])('%s stays as it is', (_what, page) => {
  expect(readable(page)).toBe(page)
})

test('a backslash within a tag is written as an entity', () => {
  expect(readable('<p>\\</p><input pattern="\\d+" title=\'\\\'><b>b</b>')).toBe(
    '<p>\\</p><input pattern="&#92;d+" title=\'&#92;\'><b>b</b>',
  )
})

test.each([
  ['quoted attributes before a character that no attribute has', (n: number) => `<p${' a=""'.repeat(n)} @>`],
  ['quotes without an end', (n: number) => `<p${" a='b".repeat(n)}>`],
  ['tags with quotes without an end', (n: number) => '<p a="'.repeat(n)],
  ['backslashes', (n: number) => `<p a='${'\\'.repeat(n)}">`],
  ['tags without an end', (n: number) => '<p '.repeat(n)],
  ['spaces', (n: number) => `<p a${' '.repeat(n)}`],
  ['comments without an end', (n: number) => '<!--'.repeat(n)],
  ['scripts without an end', (n: number) => '<script>'.repeat(n)],
])('takes time in proportion to a page with many %s', async (_what, page) => {
  await expectLinear(20_000, page, (html) => {
    try {
      readable(html)
    } catch {
      // The parser would refuse it, too.
    }
  })
})
