import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { redisTls } from '../../src/net/redis-tls.ts'
import { tlsOptions, tlsSettings } from '../../src/net/tls-settings.ts'

const NOTHING = { rejectUnauthorized: false, verifyIdentity: false }
const ISSUER = { rejectUnauthorized: true, verifyIdentity: false }
const NAME = { rejectUnauthorized: true, verifyIdentity: true }

const [CA = ''] = rootCertificates
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stripe-connect-'))
  file = path.join(folder, 'ca.pem')
  await writeFile(file, CA)
})
afterAll(() => rm(folder, { recursive: true }))

const settings = (search: string) => tlsSettings(new URLSearchParams(search.replaceAll('$CA', file)))

describe('an address', () => {
  test.each(['', 'options=-c%20geqo%3Doff', 'sslrootcert='])('with "%s" says nothing of TLS', (search) => {
    expect(settings(search)).toBeUndefined()
  })

  test.each(['sslmode=disable', 'ssl-mode=DISABLED', 'ssl=false', 'ssl=true&sslmode=disable'])(
    'with %s wants none',
    (search) => {
      expect(settings(search)).toBe(false)
    },
  )

  test.each([
    ['sslmode=require', NOTHING],
    ['ssl-mode=REQUIRED', NOTHING],
    ['sslMode=preferred', NOTHING],
    ['sslmode=allow', NOTHING],
    ['sslmode=no-verify', NOTHING],
    ['ssl={"rejectUnauthorized":false}', NOTHING],
    // Anybody can get a certificate for some name from a public CA.
    ['sslmode=verify-ca', NAME],
    ['ssl_mode=VERIFY_IDENTITY', NAME],
    ['sslmode=verify-full', NAME],
    ['sslmode=require&sslrootcert=system', NAME],
    ['ssl=true', NAME],
    ['ssl={"rejectUnauthorized":true}', NAME],
    ['ssl={"verifyIdentity":false}', ISSUER],
  ] as const)('with %s has that much of the certificate looked at', (search, checks) => {
    expect(settings(search)).toEqual(checks)
  })

  test.each([
    ['sslmode=require&sslrootcert=$CA', ISSUER],
    ['ssl-mode=VERIFY_CA&ssl-ca=$CA', ISSUER],
    ['sslmode=verify-full&sslrootcert=$CA', NAME],
    ['sslrootcert=$CA', NAME],
    [`ssl=${encodeURIComponent(JSON.stringify({ ca: CA }))}`, ISSUER],
  ])('with %s trusts that CA alone', (search, checks) => {
    expect(settings(search)).toEqual({ ...checks, ca: CA })
  })

  test.each([
    ['sslmode=maybe', /^sslmode must be one of/],
    ['ssl=1', /^sslmode must be one of/],
    ['ssl', /^sslmode must be one of/],
    ['ssl={"rejectUnauthorised":false}', /^sslmode must be one of/],
    ['ssl={', /^sslmode must be one of/],
    ['sslrootcert=/nowhere', /^sslrootcert cannot be read: .*\/nowhere/],
    [`sslrootcert=${import.meta.filename}`, /^sslrootcert is no certificate/],
    ['sslcert=$CA&sslkey=$CA', /^sslcert and sslkey are no certificate with its key/],
  ])('with %s is a mistake', (search, words) => {
    expect(() => settings(search)).toThrow(words)
  })
})

test('Node.js itself compares names unless it is told otherwise', () => {
  expect(tlsOptions(NAME)).toEqual({ rejectUnauthorized: true })
  expect(tlsOptions(ISSUER)).toEqual({ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) })
})

describe('an address of Redis', () => {
  test.each([
    ['redis://one', undefined],
    ['redis://one?sslmode=disable', undefined],
    ['rediss://one', { servername: 'one' }],
    ['rediss://[::1]', {}],
    ['REDISS://127.0.0.1', {}],
    ['redis://one?ssl=true', { rejectUnauthorized: true, servername: 'one' }],
  ])('%s', (url, options) => {
    expect(redisTls(new URL(url))).toEqual(options)
  })

  test('cannot ask for TLS and for none', () => {
    expect(() => redisTls(new URL('rediss://one?sslmode=disable'))).toThrow(
      /asks for TLS and sslmode for none/,
    )
  })
})
