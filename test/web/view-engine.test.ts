import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { type AnyNode, parse } from 'postcss'
import { afterAll, describe, expect, test } from 'vitest'
import { translators } from '../../src/runtime/translators.ts'
import { publicDirectory, viewsDirectory } from '../../src/web/assets.ts'
import { type Frame, ViewEngine } from '../../src/web/view-engine.ts'
import { catalogues, keysOf } from '../support/sentences.ts'

const frame: Frame = {
  messages: translators.english,
  csrfToken: 'a"b',
  caller: { accountid: 'account_1', sessionid: 'session_1', administrator: false },
  title: 'Craft market',
  offline: false,
  path: '/account',
  base: '/market',
  menus: {
    account: [{ path: '/account', label: 'Your account' }],
    administrator: [{ path: '/administrator', label: 'Everybody' }],
  },
}

const folder = mkdtempSync(path.join(tmpdir(), 'views-'))
for (const name of ['layouts', 'partials', path.join('notes', 'partials')])
  mkdirSync(path.join(folder, name), { recursive: true })
writeFileSync(path.join(folder, 'layouts', 'main.hbs'), '<main>{{body}}</main>')
writeFileSync(path.join(folder, 'partials', 'hello.hbs'), 'hello {{name}}')
writeFileSync(path.join(folder, 'notes', 'partials', 'note.hbs'), 'a note of {{name}}')
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
/** Renders a template for one test, in a layout that is only `<main>`. */
function rendered(template: string, data: Record<string, unknown> = {}): string {
  count += 1
  writeFileSync(path.join(folder, `view-${count}.hbs`), template)
  return new ViewEngine(folder).render(`view-${count}`, data, frame).slice('<main>'.length, -'</main>'.length)
}

describe('rendering', () => {
  test('escapes whatever the data is', () => {
    const views = new ViewEngine(folder)
    writeFileSync(path.join(folder, 'any.hbs'), '<p title="{{text}}">{{text}}</p>')
    fc.assert(
      fc.property(fc.string(), (text) => {
        const html = views.render('any', { text }, frame)
        expect(html.match(/[<>]/g)).toHaveLength(8)
        expect(html.match(/"/g)).toHaveLength(2)
      }),
    )
  })

  test('fills partials and the layout', () => {
    expect(rendered('{{> hello name="Maya"}}')).toBe('hello Maya')
    expect(rendered('{{> note name="Maya"}}')).toBe('a note of Maya')
  })

  test('draws a part that never changes once for each address of the site', () => {
    const views = new ViewEngine(folder)
    writeFileSync(
      path.join(folder, 'once.hbs'),
      '{{#once objects}}{{#each objects}}{{path id}}{{/each}}{{/once}}',
    )
    let read = 0
    const object = {
      get id() {
        read += 1
        return '/a'
      },
    }
    const objects = [object]
    const at = (base: string) => views.render('once', { objects }, { ...frame, base })
    expect([at(''), at('/pay'), at(''), at('/pay')]).toEqual([
      '<main>/a</main>',
      '<main>/pay/a</main>',
      '<main>/a</main>',
      '<main>/pay/a</main>',
    ])
    expect(read).toBe(2)
    for (let count = 0; count < 100; count += 1) at(`/shop-${count}`)
    expect(at('')).toBe('<main>/a</main>')
    expect(read).toBe(103)
  })

  test('refuses two partials of one name, of which a page would get either', () => {
    const twice = path.join(folder, 'notes', 'partials', 'hello.hbs')
    writeFileSync(twice, 'another')
    expect(() => new ViewEngine(folder)).toThrow('two partials are called "hello"')
    rmSync(twice)
  })

  test.each([
    ['a view', () => new ViewEngine(folder).render('none', {}, frame), 'no view "none"'],
    ['a helper', () => rendered('{{shout "x"}}'), 'shout'],
    ['a partial', () => rendered('{{> nobody}}'), 'nobody'],
    ['a public file', () => rendered('{{asset "none.css"}}'), 'no public file "none.css"'],
  ])('throws for %s that does not exist', (_what, render, message) => {
    expect(render).toThrow(message)
  })
})

describe('helpers', () => {
  test.each([
    ["{{money 123456 'usd'}}", '$1,234.56'],
    ["{{money 5000 'jpy'}}", '¥5,000'],
    ['{{number 1234567}}', '1,234,567'],
    ["{{country 'DE'}}", 'Germany'],
    ['{{date at}}', 'March 27, 1985'],
    ['{{date missing}}', ''],
    ["{{word 'payout-status' 'paid'}}", 'Paid'],
    ["{{word 'payout-status' 'brand_new'}}", 'brand_new'],
    ["{{word 'payout-status' missing}}", ''],
    ["{{t 'steps.progress' number=2 total=6}}", 'Step 2 of 6'],
    ['{{fileTypes types}}', 'JPEG, PNG, or PDF'],
    ['{{megabytes 10485760}}', '10 MB'],
    ["{{path '/a' stripeid='acct_1' none=missing}}", '/market/a?stripeid&#x3D;acct_1'],
    ["{{path '/a?b=c' d='e f'}}", '/market/a?b&#x3D;c&amp;d&#x3D;e+f'],
    ['{{csrf}}', '<input type="hidden" name="csrf-token" value="a&quot;b">'],
    ["{{#if (and (eq 1 1) (or missing 'x'))}}yes{{/if}}", 'yes'],
  ])('%s', (template, expected) => {
    const data = {
      at: new Date('1985-03-27T00:00:00Z'),
      types: ['image/jpeg', 'image/png', 'application/pdf'],
    }
    expect(rendered(template, data)).toBe(expected)
  })

  test('asset names a file by its content', () => {
    expect(rendered("{{asset 'connect.css'}}")).toMatch(
      /^\/market\/public\/connect\/connect\.css\?v&#x3D;[0-9a-f]{10}$/,
    )
  })
})

describe('the layouts', () => {
  const views = new ViewEngine(viewsDirectory)
  const data = { title: 'Not <found>', status: 404, sentence: 'Nothing here.', requestId: 'request-1' }
  const show = (changes: Partial<Frame>) => views.render('error', data, { ...frame, ...changes })
  const parts = (changes: Partial<Frame>) => views.renderParts('error', data, { ...frame, ...changes })

  test('say on every page that Stripe is offline, and only then', () => {
    const sentence = 'Offline Stripe: no real money, no real verification'
    for (const draw of [show, (changes: Partial<Frame>) => parts(changes).body]) {
      expect(draw({ offline: true })).toContain(sentence)
      expect(draw({ offline: false })).not.toContain(sentence)
    }
  })

  test('show the menu of administrators to administrators', () => {
    const caller = { accountid: 'account_1', sessionid: 'session_1', administrator: true }
    expect(show({})).not.toContain('Everybody')
    expect(show({ caller })).toContain('Everybody')
    expect(show({ caller: undefined })).not.toContain('Everybody')
  })

  test('leave header and menus to a host that has its own', () => {
    const { title, language, head, body } = parts({})
    expect({ title, language }).toEqual({ title: 'Not &lt;found&gt;', language: 'en' })
    expect(head).toMatch(/^<link rel="stylesheet" href="\/market\/public\/connect\/connect\.css\?v/)
    expect(body).toMatch(/^<div class="connect">[\s\S]*Nothing here\.[\s\S]*<\/div>\n$/)
    expect(body).not.toContain('Your account')
  })

  test('name the page and the dashboard in the title', () => {
    expect(show({})).toContain('<title>Not &lt;found&gt; · Craft market</title>')
  })
})

describe('the stylesheets', () => {
  test.each(readdirSync(publicDirectory).filter((name) => name.endsWith('.css')))(
    '%s leaves alone what is outside of our part of a page',
    (name) => {
      const css = parse(readFileSync(path.join(publicDirectory, name), 'utf8'))
      const selectors: string[] = []
      css.walkRules((rule) => {
        if (!within(rule, isRuleOrMoment)) selectors.push(...rule.selectors)
      })
      expect(selectors.length).toBeGreaterThan(0)
      expect(selectors.filter((selector) => !selector.includes('.connect'))).toEqual([])
    },
  )
})

/** Whether a rule stands inside of another rule, which limits it, or is a moment of an animation. */
const isRuleOrMoment = (outer: AnyNode) =>
  outer.type === 'rule' || (outer.type === 'atrule' && outer.name.endsWith('keyframes'))

function within(node: AnyNode, matches: (outer: AnyNode) => boolean): boolean {
  const outer = node.parent as AnyNode | undefined
  return outer !== undefined && (matches(outer) || within(outer, matches))
}

test('a page that waits asks again by itself where there are no scripts', () => {
  const views = new ViewEngine(viewsDirectory)
  const page = { title: 'Wait', status: 503, sentence: 'Soon.', requestId: 'request-1' }
  const show = (data: object) => views.render('error', { ...page, ...data }, frame)
  expect(show({ refresh: 5 })).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>')
  expect(show({})).not.toContain('http-equiv="refresh"')
})

describe('the views', () => {
  const files = readdirSync(viewsDirectory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.hbs'),
  )
  const source = (name: string) => readFileSync(path.join(viewsDirectory, name), 'utf8')

  test('keep to the content policy: no inline script, style or handler', () => {
    const inline = files.filter((name) =>
      /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/.test(source(name)),
    )
    expect(inline).toEqual([])
  })

  test('name only sentences that exist', () => {
    const keys = files.flatMap((name) => [...source(name).matchAll(/[{(]t '([^']+)'/g)].map(([, key]) => key))
    expect(keys.length).toBeGreaterThan(50)
    const known = new Set<string | undefined>(keysOf(catalogues))
    expect(keys.filter((key) => !known.has(key))).toEqual([])
  })

  test('put the token into every form', () => {
    const forms = files.filter((name) => source(name).includes('method="post"'))
    expect(forms.length).toBeGreaterThan(3)
    expect(forms.filter((name) => !source(name).includes('{{csrf}}'))).toEqual([])
  })
})
