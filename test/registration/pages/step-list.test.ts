import { describe, expect, test } from 'vitest'
import type { StripeAccountRow } from '../../../src/accounts/store/stripe-account-row.ts'
import type { Step } from '../../../src/registration/form.ts'
import { nextPage } from '../../../src/registration/pages/next-page.ts'
import { stepList } from '../../../src/registration/pages/step-list.ts'
import { field, step } from './form-fixtures.ts'

const done = { complete: true }

const forward = { 'return-url': undefined, from: undefined }
const toShop = { ...forward, 'return-url': '/shop' }

describe('a list of steps', () => {
  test('says what is missing and what was refused, by the labels that the form has', () => {
    const fields = [
      field('a', 'text', 'Given', { value: 'x' }),
      field('b', 'text', 'Missing'),
      field('c', 'text', 'Optional', { required: false }),
      field('d', 'secret', 'Kept by Stripe', { provided: true }),
      field('e', 'text', 'Refused', { value: 'y', error: 'No.' }),
      field('f', 'date', 'Dated', { parts: { day: '1', month: '2', year: '1990' } }),
      field('g', 'date', 'Undated', { parts: { day: '', month: '', year: '' } }),
    ]
    const { items } = stepList(
      [step('about-you', 'You', { groups: [{ legend: undefined, fields }] })],
      undefined,
    )
    expect(items).toMatchObject([{ missing: ['Missing', 'Undated'], refused: ['Refused'] }])
  })

  test('counts what is done and where the person is', () => {
    const steps = [step('about-you', 'You', done), step('address', 'Address'), step('review', 'Review')]
    expect(stepList(steps, undefined, 'address')).toMatchObject({ done: 1, total: 3, number: 2 })
    expect(stepList(steps, undefined).number).toBeUndefined()
  })

  test('shows attention before everything else', () => {
    const refused = step('document', 'Document', { complete: true, attention: true })
    expect(stepList([refused], undefined).items).toMatchObject([{ state: 'attention' }])
  })

  test('leads to the pages of the bank account and the review, unless that is over', () => {
    const paths = (steps: Step[]) => stepList(steps, undefined).items.map((item) => item.path)
    expect(paths([step('about-you', ''), step('bank-account', ''), step('review', '')])).toEqual([
      '/account/connect/edit-stripe-account?stripeid=acct_1&step=about-you',
      '/account/connect/edit-payment-information?stripeid=acct_1',
      '/account/connect/submit-stripe-account?stripeid=acct_1',
    ])
    expect(paths([step('review', '', done)])).toEqual([undefined])
  })
})

describe('after saving', () => {
  const inReview = { stripeid: 'acct_1', stripeObject: { payouts_enabled: false } }
  const row = inReview as StripeAccountRow
  const paid = { ...row, stripeObject: { ...row.stripeObject, payouts_enabled: true } }
  const [you, address] = [step('about-you', ''), step('address', '')]
  const [bank, review] = [step('bank-account', ''), step('review', '')]
  const complete = (it: Step): Step => ({ ...it, complete: true })

  test.each([
    ['the first step with something missing', [complete(you), address, bank, review], 'edit-stripe-account'],
    ['the bank account', [complete(you), complete(address), bank, review], 'edit-payment-information'],
    ['the review', [complete(you), complete(bank), review], 'submit-stripe-account'],
    ['the status page', [complete(you), complete(bank), complete(review)], 'stripe-account'],
  ])('%s comes next', (_what, steps, page) => {
    const { pathname, searchParams } = new URL(
      nextPage({ row, steps }, 'about-you', forward, 'saved'),
      'http://host',
    )
    expect(pathname).toBe(`/account/connect/${page}`)
    expect(searchParams.get('message')).toBe('saved')
  })

  test('a person goes back to where they came from only when nothing is left and they can be paid', () => {
    const steps = [complete(you), complete(review)]
    expect(nextPage({ row: paid, steps }, 'about-you', toShop, 'saved')).toBe('/shop')
    expect(nextPage({ row: paid, steps: [you, complete(review)] }, 'about-you', toShop, 'saved')).toContain(
      'return-url=%2Fshop',
    )
    expect(nextPage({ row, steps }, 'about-you', toShop, 'saved')).toMatch(
      /stripe-account\?.*return-url=%2Fshop/,
    )
  })

  test('an optional document is passed once on the way to submitting, and not afterwards', () => {
    const fields = [field('verification_document', 'document', 'Identity document', { required: false })]
    const document = step('document', '', { complete: true, groups: [{ legend: undefined, fields }] })
    const steps = [complete(you), document, complete(bank), review]
    expect(nextPage({ row, steps }, 'about-you', forward, 'saved')).toContain('step=document')
    expect(nextPage({ row, steps }, 'document', forward, 'saved')).toContain('submit-stripe-account')
    expect(
      nextPage({ row, steps: [...steps.slice(0, 3), complete(review)] }, 'about-you', forward, 'saved'),
    ).toContain('/stripe-account?')
    expect(stepList(steps, undefined).items.map(({ state }) => state)).toEqual([
      'complete',
      'optional',
      'complete',
      'todo',
    ])
  })

  test('what Stripe still looks at again does not hold a person in a circle', () => {
    const looked = step('document', '', { complete: true, attention: true })
    expect(nextPage({ row, steps: [looked, review] }, 'document', forward, 'saved')).toContain(
      'submit-stripe-account',
    )
  })
})
