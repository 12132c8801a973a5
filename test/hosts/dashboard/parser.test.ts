import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PageHandler, parsePage } from '../../../src/hosts/dashboard/guard-parser.ts'
import { expectLinear } from '../../cost/growth.ts'

/** Writes the pieces of a page again, as Dashboard does. */
function written(html: string): string {
  const pieces: string[] = []
  const handler: PageHandler = {
    start: (tag, attributes, unary) =>
      pieces.push(
        `<${[tag, ...attributes.map(({ name, value }) => `${name}="${value}"`)].join(' ')}${unary ? '/' : ''}>`,
      ),
    end: (tag) => pieces.push(`</${tag}>`),
    chars: (text) => pieces.push(text),
    comment: (text) => pieces.push(`<!--${text}-->`),
  }
  parsePage(html, handler)
  return pieces.join('')
}

const name = fc.stringMatching(/^[a-z][-a-z\d]{0,8}$/).map((text) => `x-${text}`)
const attribute = fc
  .tuple(name, fc.stringMatching(/^[^"<>]{0,20}$/))
  .map(([key, value]) => `${key}="${value}"`)
const element: fc.Arbitrary<string> = fc
  .tuple(name, fc.uniqueArray(attribute, { maxLength: 5, selector: (text) => text.split('=', 1)[0] }))
  .chain(([tag, attributes]) =>
    fc.stringMatching(/^[^<>]{0,30}$/).map((text) => `<${[tag, ...attributes].join(' ')}>${text}</${tag}>`),
  )

test('a page stays as it is', () => {
  fc.assert(
    fc.property(fc.array(element), (elements) => {
      expect(written(elements.join(''))).toBe(elements.join(''))
    }),
  )
})

test.each([
  ['a script', '<p>a</p><script>if (a < b && c == "\\d") x = "<b>"</script><b>b</b>'],
  ['a script in capitals', '<SCRIPT>a < b</SCRIPT><b>b</b>', '<script>a < b</script><b>b</b>'],
  ['a style', '<style>a::before { content: "\\2193" } <!-- x --></style>'],
  ['a comment', '<p><!-- a < b \\ c="" @ --></p>'],
  ['a comment outside of every element', '<!-- a --><p>b</p>', '<p>b</p>'],
  ['an empty comment', '<p><!--><b>a</b>--></p>', '<p><!----><b>a</b>--></p>'],
  ['characters by name', '<p title="&quot;&amp;">&lt;b&gt; &amp; &nbsp;</p>'],
  ['backslashes', '<p>C:\\temp</p><i pattern="\\d+" title="\\">a</i>'],
  ['a missing space', '<a href="/"class="b" title="c>">d</a>', '<a href="/" class="b" title="c>">d</a>'],
  ['a script without an end', '<script>a < b', '<script>a < b</script>'],
  ['elements that have no end', '<p>a<br>b<img src="/c.png"></p>', '<p>a<br/>b<img src="/c.png"/></p>'],
  [
    'a drawing',
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
    '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg>',
  ],
  [
    'attributes that are there',
    '<input disabled checked="" hidden>',
    '<input disabled="disabled" checked="checked" hidden=""/>',
  ],
  ['what is no tag', '<p>a < b, <3, <></p>'],
  ['an end too many', '<p>a</b></p>', '<p>a</p>'],
])('%s is read as browsers read it', (_what, page, expected = page) => {
  expect(written(page)).toBe(expected)
})

const SLOW = (n: number) => `<p${' a=""'.repeat(n)} @x>`

test.each([
  ['quoted attributes before a character that no attribute has', SLOW],
  ['such a tag behind a script in capitals', (n: number) => `<SCRIPT><!--</script>${SLOW(n)}-->`],
  ['such a tag behind a script that seems empty', (n: number) => `<script src=a/><!--</script>${SLOW(n)}-->`],
  ['ends of a style without their own end', (n: number) => `<style>${'</style '.repeat(n)}`],
  ['ends of a script without their own end', (n: number) => `<script>${'</script '.repeat(n)}`],
  ['quotes without an end', (n: number) => `<p${" a='b".repeat(n)}>`],
  ['tags with quotes without an end', (n: number) => '<p a="'.repeat(n)],
  ['backslashes', (n: number) => `<p a='${'\\'.repeat(n)}">`],
  ['tags without an end', (n: number) => '<p '.repeat(n)],
  ['spaces', (n: number) => `<p a${' '.repeat(n)}`],
  ['comments without an end', (n: number) => '<!--'.repeat(n)],
  ['scripts without an end', (n: number) => '<script>'.repeat(n)],
  ['elements within each other', (n: number) => '<b>'.repeat(n)],
  ['ends of elements that are not open', (n: number) => `<b>${'</i>'.repeat(n)}`],
  ['ends of elements far out', (n: number) => '<i><b>'.repeat(n) + '</i>'.repeat(n)],
  [
    'attributes of other names',
    (n: number) => `<p${Array.from({ length: n }, (_, at) => ` a${at}=b`).join('')}>`,
  ],
])('takes time in proportion to a page with many %s', async (_what, page) => {
  await expectLinear(20_000, page, (html) => {
    try {
      written(html)
    } catch {
      // Too deep.
    }
  })
})

test('elements too deep within each other are refused', () => {
  expect(written(`${'<b>'.repeat(900)}a${'</b>'.repeat(900)}`)).toContain('a')
  expect(() => written('<b>'.repeat(2000))).toThrow('within each other')
})
