/** The work for an answer from Stripe, or from a server in its place, grows in proportion to its size, as does the form's. */

import type { Stripe } from 'stripe'
import { describe, test } from 'vitest'
import { accountStatus } from '../../src/accounts/account-status.ts'
import { buildPersonState } from '../../src/application/person-state.ts'
import { NoAnswerError } from '../../src/net/exchange.ts'
import { fold } from '../../src/storage/columns.ts'
import { readAnswer } from '../../src/stripe/read-answer.ts'
import { accountWith, atTheDesk, opened } from '../registration/support.ts'
import { some } from '../support/breadth.ts'
import { stripeAccount, stripePayout, stripePerson } from '../support/stripe-objects.ts'
import { expectLinear, expectSimilar } from './growth.ts'

const many = <T>(size: number, one: (at: number) => T): T[] =>
  Array.from({ length: size }, (_, at) => one(at))
const names = (size: number) => Object.fromEntries(many(size, (at) => [`name${at}`, 'x']))
const numbers = (size: number) => Object.fromEntries(many(size, (at) => [at, 'x']))

/** The same five levels, many times. */
const deep = (size: number) => many(size / 5, () => [[[[]]]])

const account = stripeAccount({ id: 'acct_1' })
const person = stripePerson({ id: 'person_1' })
const payout = stripePayout({ id: 'po_1', arrival_date: 1_700_000_000 })
const lists = { currently_due: [], eventually_due: [], past_due: [], pending_verification: [] }
const list = (data: unknown[]) => ({ object: 'list', data, has_more: false })
const errors = (size: number) =>
  many(size, () => ({ requirement: 'individual.dob.day', code: 'invalid', reason: 'x' }))

const ANSWERS: Record<string, [asked: string, make: (size: number) => object]> = {
  'names alone': ['POST /v1/accounts', names],
  numbers: ['POST /v1/accounts', numbers],
  'an account of many names': ['GET /v1/accounts/acct_1', (size) => ({ ...names(size), ...account })],
  'an account of many numbers': ['POST /v1/accounts/acct_1', (size) => ({ ...numbers(size), ...account })],
  'a deleted account of many names': [
    'DELETE /v1/accounts/acct_1',
    (size) => ({ ...names(size), id: 'acct_1', deleted: true }),
  ],
  'much metadata': ['GET /v1/accounts/acct_1', (size) => ({ ...account, metadata: names(size) })],
  'metadata of another type': [
    'GET /v1/accounts/acct_1',
    (size) => ({ ...account, metadata: many(size, () => 1) }),
  ],
  'many capabilities': ['GET /v1/accounts/acct_1', (size) => ({ ...account, capabilities: numbers(size) })],
  'many requirements': [
    'GET /v1/accounts/acct_1',
    (size) => ({ ...account, requirements: { ...lists, past_due: Object.keys(names(size)) } }),
  ],
  'many wrong requirements': [
    'GET /v1/accounts/acct_1',
    (size) => ({ ...account, requirements: { ...lists, past_due: many(size, () => 1) } }),
  ],
  'many errors': [
    'GET /v1/accounts/acct_1',
    (size) => ({ ...account, requirements: { ...lists, errors: errors(size) } }),
  ],
  'a person of many names': [
    'GET /v1/accounts/acct_1/persons/person_1',
    (size) => ({ ...numbers(size), ...person }),
  ],
  'a payout of many names': ['GET /v1/payouts/po_1', (size) => ({ ...names(size), ...payout })],
  'much that is deep': ['GET /v1/accounts/acct_1', (size) => ({ ...account, metadata: deep(size) })],
  'a long text': ['GET /v1/accounts/acct_1', (size) => ({ ...account, email: '\\"'.repeat(size) })],
  'a list of nothing': ['GET /v1/country_specs', (size) => list(many(size, () => ({})))],
  'something else': ['POST /v1/files', numbers],
  'a long id': ['GET /v1/accounts/acct_1', (size) => ({ ...account, id: 'a'.repeat(size) })],
}

describe('an answer with', () => {
  test.each(some(Object.entries(ANSWERS), 5))('%s', async (_what, [asked, make]) => {
    const [method = '', path = ''] = asked.split(' ')
    const answer = (size: number) => ({
      status: 200,
      headers: {},
      body: Buffer.from(JSON.stringify(make(size))),
    })
    await expectLinear(20_000, answer, (made) => {
      try {
        readAnswer({ method, path }, made)
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error
      }
    })
  })

  test('an error of many names', async () => {
    const answer = (size: number) => {
      const body = Buffer.from(JSON.stringify({ error: { ...names(size), type: 'api_error' } }))
      return { status: 400, headers: {}, body }
    }
    await expectLinear(1_000, answer, (made) => readAnswer({ method: 'GET', path: '/v1/balance' }, made))
  })
})

describe('the form of an account with as many as are taken of', () => {
  const due = (size: number) => many(size, (at) => `individual.new_${at}`)
  test.each([
    ['requirements', 500, (size: number) => accountWith({ country: 'GB', due: due(size) })],
    ['refusals of one answer', 500, (size: number) => accountWith({ country: 'GB', errors: errors(size) })],
    [
      'alternatives of many requirements',
      500,
      (size: number) =>
        accountWith({
          country: 'GB',
          due: due(size),
          alternatives: many(size / 10, (at) => ({
            original_fields_due: many(50, (one) => `individual.new_${(at + one) % size}`),
            alternative_fields_due: many(50, (one) => `individual.new_${(at + one + 50) % size}`),
          })),
        }),
    ],
    [
      'alternatives',
      25,
      (size: number) =>
        accountWith({
          country: 'GB',
          alternatives: many(size, (at) => ({
            original_fields_due: [`individual.one_${at}`],
            alternative_fields_due: [`individual.other_${at}`],
          })),
        }),
    ],
  ])('%s', async (_what, size, make) => {
    await expectLinear(size, make, (made) => {
      accountStatus(made)
      opened(atTheDesk(), made).steps
    })
  })
})

test('the columns of an account whose name is a long row of accents', async () => {
  const named = (size: number) => `a${'\u0301'.repeat(size)}${'\u0327'.repeat(size)}`
  await expectLinear(4_000, named, fold)
})

test('the headers of a person with a hundred accounts, however long the texts in them are', async () => {
  const accounts = (length: number) =>
    Array.from({ length: 100 }, (_, at) => ({
      ...accountWith({ country: 'JP' }),
      id: `acct_${at}`,
      business_profile: { product_description: '😀'.repeat(length) },
    })) as Stripe.Account[]
  const settings = { limit: 8192, format: 'full' } as const
  await expectSimilar([accounts(1), 'short texts'], [accounts(5000), 'long texts'], (all) =>
    buildPersonState(all, settings),
  )
})
