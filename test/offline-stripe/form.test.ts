import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeForm } from '../../src/offline-stripe/http/form.ts'

const decode = (text: string) => decodeForm(new URLSearchParams(text))

/** A tree as the pairs that Stripe's clients send. */
function encode(tree: unknown, name = ''): [string, string][] {
  if (typeof tree !== 'object' || tree === null) return [[name, String(tree)]]
  return Object.entries(tree).flatMap(([key, value]) => encode(value, name === '' ? key : `${name}[${key}]`))
}

const word = fc.stringMatching(/^[a-z_]{1,8}$/)
const { tree } = fc.letrec((tie) => ({
  tree: fc.dictionary(word, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.string(),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    tie('tree'),
  ),
}))

describe('decodeForm', () => {
  it('reads what a client wrote', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(decodeForm(encode(value))).toEqual(value)
      }),
    )
  })

  it.each([
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[0][b]=1&a[1][b]=2', { a: [{ b: '1' }, { b: '2' }] }],
    ['a[1]=x', { a: { 1: 'x' } }],
    ['a=1&a=2', { a: '2' }],
    ['a=', { a: '' }],
  ])('reads %s', (text, expected) => {
    expect(decode(text)).toEqual(expected)
  })

  it.each(['[a]=1', 'a[b=1', 'a]b=1', 'a=1&a[b]=2', `a${'[b]'.repeat(20)}=1`])('refuses %s', (text) => {
    expect(() => decode(text)).toThrow()
  })
})
