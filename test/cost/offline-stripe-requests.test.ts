/** The work of the offline Stripe for a request grows in proportion to its size, and to what the request asks for. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OfflineStripe, startOfflineStripe } from '../../src/offline-stripe/start.ts'
import { some } from '../support/breadth.ts'
import { exchange, FORM, get, many, part, post } from './exchange.ts'
import { expectLinear } from './growth.ts'

const KEY = 'authorization: Bearer sk_test_cost\r\n'
const IDEMPOTENT = `${KEY}idempotency-key: cost\r\n`
const MULTIPART = 'multipart/form-data; boundary=b'
const JSON_TYPE = 'application/json'

/** Forms, by what they repeat. */
const FORMS: Record<string, [size: number, make: (size: number) => string]> = {
  'values of one name': [20_000, (size) => 'a&'.repeat(size)],
  'values of many names': [10_000, (size) => many(size, (at) => `a${at}&`)],
  'values of many names in turn': [10_000, (size) => many(size, (at) => `a${(at * 7919) % size}&`)],
  'values of a list': [10_000, (size) => 'a[]&'.repeat(size)],
  'values of a list in a list': [10_000, (size) => 'a[][]&'.repeat(size)],
  'values of a list in an object in a list': [10_000, (size) => 'a[][b][]&'.repeat(size)],
  'values of a list with places': [10_000, (size) => many(size, (at) => `a[${at}]&`)],
  'values of a list with places, backwards': [10_000, (size) => many(size, (at) => `a[${size - at}]&`)],
  'values of a list with distant places': [10_000, (size) => many(size, (at) => `a[${at * 9973}]&`)],
  'values of an object': [10_000, (size) => many(size, (at) => `a[b${at}]&`)],
  'values of metadata': [10_000, (size) => many(size, (at) => `metadata[b${at}]=c&`)],
  'values of capabilities': [10_000, (size) => many(size, (at) => `capabilities[b${at}][requested]=true&`)],
  'known values of a list': [5_000, (size) => 'requested_capabilities[]=transfers&'.repeat(size)],
  'unknown values of a list': [10_000, (size) => 'requested_capabilities[]=a&'.repeat(size)],
  'names of files': [
    2000,
    (size) =>
      'type=custom&documents[company_license][files][]=file_identity_document_success&'.replace(
        /documents.*/,
        (file) => file.repeat(size),
      ),
  ],
  'levels of a name': [100_000, (size) => `a${'[b]'.repeat(size)}`],
  'lists in a name': [100_000, (size) => `a${'[]'.repeat(size)}`],
  'opening brackets': [100_000, (size) => `a${'['.repeat(size)}`],
  'closing brackets': [100_000, (size) => `a${']'.repeat(size)}`],
  'levels that do not end': [100_000, (size) => `a${'[b]'.repeat(size)}[`],
  letters: [200_000, (size) => `${'a'.repeat(size)}=b`],
  'letters of a value': [200_000, (size) => `country=${'a'.repeat(size)}`],
  percents: [200_000, (size) => `a=${'%'.repeat(size)}`],
  // Node writes a text of many pieces for them, which costs more than in proportion when it no longer fits into a cache.
  'signs of plus': [50_000, (size) => `${'+'.repeat(size)}=b`],
  'equals signs': [200_000, (size) => '='.repeat(size)],
  'things to expand': [10_000, (size) => 'expand[]=individual&'.repeat(size)],
  'different things to expand': [5000, (size) => many(size, (at) => `expand[]=external_accounts.a${at}&`)],
  'levels of what to expand': [100_000, (size) => `expand[]=${'individual.'.repeat(size)}a`],
}

/** Requests with a form or a querystring, by where it stands. */
const PLACES: Record<string, (form: string) => string> = {
  'for an account, without a key': (form) => post('/v1/accounts', FORM, form),
  'for an account, with an idempotency key': (form) => post('/v1/accounts', FORM, form, IDEMPOTENT),
  'for a token, without a key': (form) => post('/v1/tokens', FORM, form),
  'for the clock': (form) => post('/_offline-stripe/clock', FORM, form),
}

/** The longest querystring that Node reads, with the rest of the head, is 16 KB. */
const HEAD = 15_000

let offlineStripe: OfflineStripe
beforeAll(async () => {
  offlineStripe = await startOfflineStripe()
})
afterAll(() => offlineStripe.close())

async function answers(bytes: string): Promise<void> {
  const status = await exchange(offlineStripe.url, bytes)
  expect(status).toBeGreaterThanOrEqual(200)
  expect(status).toBeLessThan(500)
}

describe.each(some(Object.entries(PLACES), 2))('a form %s', (_place, request) => {
  test.each(some(Object.entries(FORMS), 5))('with many %s', async (_what, [size, make]) => {
    await expectLinear(size, (each) => request(make(each)), answers)
  })
})

test.each(some(Object.entries(FORMS), 5))('a querystring with many %s', async (_what, [size, make]) => {
  const least = Math.floor((size * HEAD) / (4 * make(size).length))
  await expectLinear(least, (each) => get(`/v1/accounts?${make(each)}`, KEY), answers)
})

test.each([
  ['headers', 500, (size: number) => get('/v1/accounts', `${KEY}${many(size, (at) => `a${at}: b\r\n`)}`)],
  [
    'spaces before a key',
    3500,
    (size: number) => get('/v1/accounts', `authorization: Bearer${' '.repeat(size)}a\r\n`),
  ],
  [
    'betas',
    900,
    (size: number) => get('/v1/accounts', `${KEY}stripe-version: 2023-10-16${'; a=b'.repeat(size / 2)};\r\n`),
  ],
  ['levels of a path', 1700, (size: number) => get(`/v1${'/a'.repeat(size)}`, KEY)],
  ['steps back in a path', 1000, (size: number) => get(`/v1${'/a/..'.repeat(size / 2)}`, KEY)],
])('many %s', async (_what, size, make) => {
  await expectLinear(size, make, answers)
})

test.each([
  ['lists in lists', 30_000, (size: number) => `{"a":${'['.repeat(size)}${']'.repeat(size)}}`],
  ['objects in objects', 50_000, (size: number) => `${'{"a":'.repeat(size)}1${'}'.repeat(size)}`],
  ['lists that do not end', 100_000, (size: number) => '['.repeat(size)],
  ['lists in a list', 50_000, (size: number) => `{"a":[${'[],'.repeat(size)}[]]}`],
  ['names', 20_000, (size: number) => `{${many(size, (at) => `"${at}":1,`)}"a":1}`],
  ['quotes', 100_000, (size: number) => `{"a":"${'\\"'.repeat(size)}"}`],
  ['backslashes', 100_000, (size: number) => `{"a":"${'\\\\'.repeat(size)}"}`],
])('JSON with many %s', async (_what, size, make) => {
  const request = (each: number) =>
    post('/_offline-stripe/clock', JSON_TYPE, make(each), 'idempotency-key: cost\r\n')
  await expectLinear(size, request, answers)
})

test.each<[string, (at: number) => string]>([
  ['errors', (at) => `errors[${at}][code]=a&errors[${at}][requirement]=a${at}&`],
  [
    'alternatives',
    (at) => `alternatives[${at}][original_fields_due][]=b&alternatives[${at}][alternative_fields_due][]=c&`,
  ],
  [
    'fields of an alternative',
    (at) => `alternatives[0][original_fields_due][]=a${at}&alternatives[0][alternative_fields_due][]=c&`,
  ],
])('requirements of an account with many %s', async (_what, one) => {
  const answer = await fetch(`${offlineStripe.url}/v1/accounts`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_cost' },
    body: new URLSearchParams({ type: 'custom', country: 'US' }),
  })
  const { id } = (await answer.json()) as { id: string }
  const form = (size: number) => `account=${id}&${many(size, (at) => `currently_due[]=a${at}&${one(at)}`)}`
  await expectLinear(1000, (size) => post('/_offline-stripe/requirements', FORM, form(size)), answers)
})

const PARTS: Record<string, [size: number, make: (size: number) => string]> = {
  parts: [5000, (size) => many(size, (at) => part(`a${at}`))],
  'parts of a list': [5000, (size) => part('a[]').repeat(size)],
  'levels of a name': [4000, (size) => part(`a${'[b]'.repeat(size)}`)],
  'headers of a part': [4000, (size) => `--b\r\n${'a:\r\n'.repeat(size)}\r\n\r\n`],
  'letters of a header': [20_000, (size) => `--b\r\ncontent-disposition: ${'a'.repeat(size)}\r\n\r\n\r\n`],
  'settings of a header': [
    10_000,
    (size) => `--b\r\ncontent-disposition: form-data;${'a=b;'.repeat(size)}\r\n\r\n\r\n`,
  ],
  'quotes of a header': [
    10_000,
    (size) => `--b\r\ncontent-disposition: form-data; name="${'\\"'.repeat(size)}\r\n\r\n\r\n`,
  ],
  'almost ends': [20_000, (size) => part('a', '\r\n-'.repeat(size))],
  'bytes of a preamble': [100_000, (size) => '\r\n-'.repeat(size)],
  'bytes of a file': [
    500_000,
    (size) =>
      `--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n${'a'.repeat(size)}\r\n`,
  ],
  'almost ends of a file': [
    100_000,
    (size) =>
      `--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n${'\r\n-'.repeat(size)}\r\n`,
  ],
  files: [
    5000,
    (size) =>
      `--b\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\na\r\n`.repeat(size),
  ],
}

test.each(some(Object.entries(PARTS), 5))('an upload with many %s', async (_what, [size, make]) => {
  await expectLinear(
    size,
    (each) => post('/v1/files', MULTIPART, `${make(each)}--b--\r\n`, IDEMPOTENT),
    answers,
  )
})

test.each([
  ['settings', 900, (size: number) => `multipart/form-data;${'a=b;'.repeat(size)}boundary=b`],
  ['spaces', 3500, (size: number) => `multipart/form-data;${' '.repeat(size)}boundary=b`],
  ['quotes', 1700, (size: number) => `multipart/form-data;boundary="${'\\"'.repeat(size)}`],
])('a kind of upload with many %s', async (_what, size, make) => {
  await expectLinear(size, (each) => post('/v1/files', make(each), '--b--\r\n', KEY), answers)
})
