import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutPage, isShort } from '../../../src/hosts/dashboard/long-page.ts'
import { expectLinear } from '../../cost/growth.ts'

const MARKS = { head: 'mark-of-head', body: 'mark-of-body' }

const ROWS = '<p>A blue bowl</p>'.repeat(2_000)
const TITLE = '<title>Goods</title>'

describe('a long page', () => {
  test.each([
    [
      'as most are',
      `<!DOCTYPE html><html lang="en"><head>${TITLE}</head><body class="x">${ROWS}</body></html>`,
    ],
    [
      'with signs in its tags',
      `<html data-x="<"><head data-x=">">${TITLE}</head><body class="x [&>p]:mt-4" title='">'>${ROWS}</body></html>`,
    ],
    ['in capitals', `<HTML><HEAD>${TITLE}</HEAD><BODY CLASS="x">${ROWS}</BODY></HTML>`],
    ['without an end', `<html><head>${TITLE}</head><body>${ROWS}`],
    ['without an end of its head', `<html><head>${TITLE}<body>${ROWS}</body></html>`],
    ['that goes on behind its end', `<html><head>${TITLE}</head><body></body>${ROWS}</html>`],
    [
      'with bodies in its body',
      `<html><head>${TITLE}</head><body>${'<body>'.repeat(16_000)}${ROWS}</body></html>`,
    ],
  ])('%s is cut into a short one and what fills it', (_kind, html) => {
    const page = cutPage(html, MARKS)
    expect(page?.head).toBe(TITLE)
    expect(page?.body).toContain(ROWS)
    expect(page?.body).not.toMatch(/<\/(?:body|html)>/i)
    expect(page?.skeleton).toContain('<meta name="mark-of-head">')
    expect(page?.skeleton).toContain('<p id="mark-of-body"></p>')
    expect(page?.skeleton).not.toContain('bowl')
    expect(isShort(page?.skeleton ?? ROWS)).toBe(true)
  })

  test('with a long head has it put in afterwards, too', () => {
    const head = '<meta property="x">'.repeat(5_000)
    expect(cutPage(`<html><head>${head}</head><body>a</body></html>`, MARKS)).toMatchObject({
      head,
      body: 'a',
    })
  })

  test.each(['<a>', '<div>', '<template>'])(
    'is one with many %s that do not end, in its navigation, too',
    (tag) => {
      const unended = tag.repeat(400)
      const page = (body: string) => `<html><head></head><body>${body}</body></html>`
      expect(isShort(page(unended))).toBe(false)
      const navigation = `<template id="navbar">${unended}</template>`
      expect(cutPage(page(navigation), MARKS)?.skeleton).not.toContain(tag.repeat(2))
      expect(isShort(page('<p>An end is <b>here</b>.</p>'.repeat(200)))).toBe(true)
    },
  )

  test('brings its navigation along', () => {
    const navigation = '<template id="navbar"><a href="/x">X</a></template>'
    const html = `<html><head></head><body>${ROWS}${navigation}</body></html>`
    expect(cutPage(html, MARKS)?.skeleton).toContain(navigation)
  })

  test('brings it along whatever else its tag says', () => {
    const navigation = '<template class="[&>a]:p-2" id="navbar"><a href="/x">X</a></template>'
    const html = `<html><head></head><body><template id="row"></template>${ROWS}${navigation}</body></html>`
    expect(cutPage(html, MARKS)?.skeleton).toContain(navigation)
  })

  test.each([
    ['without a head', `<html><body>${ROWS}</body></html>`],
    ['without a body', `<html><head>${TITLE}</head>${ROWS}</html>`],
    ['that is a part of one', ROWS],
    ['with much before its head', `<html>${ROWS}<head></head><body></body></html>`],
  ])('%s is not cut', (_kind, html) => {
    expect(cutPage(html, MARKS)).toBeUndefined()
  })
})

test('whatever a page holds, what Dashboard reads is short', () => {
  const piece = fc.constantFrom(
    '<html>',
    '<head>',
    '</head>',
    '<body a="',
    '<BODY>',
    '</body>',
    '</html>',
    '>',
    '<',
    'text',
    '<template id="navbar">',
    '</template>',
    '<script>',
    '</script>',
    '<!--',
    '-->',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, fc.nat({ max: 2_000 })), { maxLength: 12 }), (pieces) => {
      const html = pieces.map(([text, times]) => text.repeat(times)).join('')
      const page = cutPage(html, MARKS)
      expect(page === undefined || isShort(page.skeleton)).toBe(true)
    }),
  )
})

test('a page with many elements is long, however few its letters are', () => {
  expect(isShort('<b></b>'.repeat(501))).toBe(false)
  expect(isShort('<b></b>'.repeat(500))).toBe(true)
})

describe('of a page with scripts', () => {
  const print = `<script>open().document.write('<head></head><body>${'Bill '.repeat(200)}</body></html>')</script>`

  test('tags that a script writes are left where they are', () => {
    const head = `<!-- </head><body> -->${print}${TITLE}`
    expect(cutPage(`<html><head>${head}</head><body>${print}a</body></html>b`, MARKS)).toMatchObject({
      head,
      body: `${print}ab`,
    })
  })
})

test.each([
  '<!--',
  '<template ',
  '<template a="',
  '<body a=">',
  '<script>',
  '<script',
  '</script',
  '--><script></script',
  '</body>',
])('cutting takes twice as long for twice as many %s', async (piece) => {
  const make = (size: number) => `<html><head></head><body>${piece.repeat(size)}`
  await expectLinear(50_000, make, (html) => cutPage(html, MARKS))
})
