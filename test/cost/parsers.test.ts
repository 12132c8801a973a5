/**
 * The work for reading a request, a field or an address grows in proportion to its length, whatever it says. A longer text
 * than anybody needs may be refused.
 */

import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import { beforeAll, describe, expect, test } from 'vitest'
import { isApplicationServer } from '../../src/application/is-application-server.ts'
import { requestedPath } from '../../src/application/server-handler.ts'
import { ConnectError } from '../../src/core/errors.ts'
import { redacted, withoutSecrets } from '../../src/core/redact.ts'
import { safeReturnUrl } from '../../src/core/return-url.ts'
import { readEvent } from '../../src/events/read-event.ts'
import type { DashboardRequest } from '../../src/hosts/dashboard/dashboard.ts'
import handler from '../../src/hosts/dashboard/guard-requests.ts'
import { receivedBody } from '../../src/hosts/dashboard/received-body.ts'
import { accountHeaders } from '../../src/hosts/express/account-headers.ts'
import { Cookies } from '../../src/hosts/standalone/cookies.ts'
import { wantsWebSocket } from '../../src/hosts/standalone/other-upgrades.ts'
import { isOwn } from '../../src/hosts/standalone/own-paths.ts'
import { type PeopleParts, recognisePerson, registerPerson } from '../../src/hosts/standalone/people.ts'
import { requestHeaders, responseHeaders } from '../../src/hosts/standalone/proxy/forward-headers.ts'
import { toStandaloneRequest } from '../../src/hosts/standalone/standalone-request.ts'
import { countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { BankPlaces } from '../../src/registration/bank/bank-places.ts'
import { drawBankForm } from '../../src/registration/bank/draw-bank-form.ts'
import { readBankAccount } from '../../src/registration/bank/read-bank-account.ts'
import { translators } from '../../src/runtime/translators.ts'
import { containingFolded } from '../../src/storage/columns.ts'
import { readJson } from '../../src/web/read-json.ts'
import { clientAddress, requestIdOf } from '../../src/web/request-facts.ts'
import type { FormValues } from '../../src/web/route.ts'
import { refuseCrossSite } from '../../src/web/same-origin.ts'
import { gatherValues, postedValues, queryValues } from '../../src/web/validate.ts'
import { answer } from '../registration/reading.ts'
import { accountWith } from '../registration/support.ts'
import { some } from '../support/breadth.ts'
import { MEMORY, openPlace } from '../support/storage.ts'
import { expectLinear, expectSimilar } from './growth.ts'

/** A refusal is fine: it ends the work. */
async function refusing(work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error
  }
}

/** Texts that are known to slow down some parser, by what they consist of. */
const TEXTS: Record<string, (size: number) => string> = {
  spaces: (size) => `a${' '.repeat(size)}b`,
  'spaces around': (size) => `${' '.repeat(size)}a${' '.repeat(size)}`,
  tabs: (size) => `a${'\t'.repeat(size)}b`,
  lines: (size) => '\r\n'.repeat(size / 2),
  letters: (size) => 'a'.repeat(size),
  figures: (size) => '1'.repeat(size),
  zeros: (size) => `${'0'.repeat(size)}x`,
  dots: (size) => `${'a.'.repeat(size / 2)}b`,
  dashes: (size) => `1${'-1'.repeat(size / 2)}-`,
  brackets: (size) => '('.repeat(size),
  commas: (size) => ','.repeat(size),
  'commas and spaces': (size) => `,${' '.repeat(size / 2)}`.repeat(2),
  semicolons: (size) => 'a;'.repeat(size / 2),
  'equals signs': (size) => 'a=;'.repeat(size / 3),
  ampersands: (size) => 'a&'.repeat(size / 2),
  percents: (size) => '%'.repeat(size),
  'percent codes': (size) => '%e4%2e'.repeat(size / 6),
  slashes: (size) => '/'.repeat(size),
  'dot segments': (size) => '/a/..'.repeat(size / 5),
  'hidden dot segments': (size) => '/%2e'.repeat(size / 4),
  quotes: (size) => '"'.repeat(size),
  'an open quote': (size) => `"${',\\'.repeat(size / 2)}`,
  'at signs': (size) => `a${'@'.repeat(size)}`,
  'an address for mail': (size) => `a@${'b.'.repeat(size / 2)}`,
  'an address on the web': (size) => `https://${'a.'.repeat(size / 2)}c/${'../'.repeat(size / 3)}`,
  'a user in an address': (size) => `https://${'a:@'.repeat(size / 3)}`,
  'a host of many letters': (size) =>
    `https://${String.fromCodePoint(...Array.from({ length: size }, (_, at) => 0x4e00 + at))}.example`,
  'a number to call': (size) => `tel:;phone-context=${'1'.repeat(size)}`,
  'an extension': (size) => `+1 ${'5 ext. '.repeat(size / 7)}`,
  accents: (size) => `a${'\u0301'.repeat(size / 2)}${'\u0316'.repeat(size / 2)}`,
  'letters that become many': (size) => '\uFDFA'.repeat(size),
  'full-width figures': (size) => '１'.repeat(size),
  syllables: (size) => '\u1100\u1161\u11A8'.repeat(size / 3),
  kana: (size) => 'もﾔ'.repeat(size / 2),
  'half characters': (size) => '\uD83D'.repeat(size),
  keys: (size) => 'sk_test_'.repeat(size / 8),
  passwords: (size) => '://a:'.repeat(size / 5),
  words: (size) => 'aA_key-'.repeat(size / 7),
}

const each = some(Object.entries(TEXTS), 5)

/** A header as Node reads it, with one character for each byte. */
const asHeader = (text: string) => Buffer.from(text).toString('latin1')
const requestWith = (headers: Record<string, string>, url = '/') =>
  ({
    method: 'GET',
    url,
    headers,
    rawHeaders: Object.entries(headers).flat(),
    socket: { remoteAddress: '192.0.2.1' },
    get: (name: string) => headers[name],
  }) as unknown as IncomingMessage & Request

describe('a header', () => {
  const cookies = new Cookies('https://market.example')
  const forward = { url: 'https://market.example', token: 'token', trustedProxies: 1, cookies }
  const application = { applicationServer: new URL('http://app.example'), applicationServerToken: 'token' }
  const NAMES = [
    ...['accept', 'accept-language', 'connection', 'content-type', 'cookie', 'host', 'origin', 'upgrade'],
    ...['x-application-server', 'x-forwarded-for', 'x-request-id', 'x-stripe-accounts'],
  ]

  test.each(each)('of %s', async (_name, text) => {
    const header = (size: number) => asHeader(text(size))
    await expectLinear(4000, header, (value) => {
      const headers = Object.fromEntries(NAMES.map((name) => [name, value]))
      const request = requestWith(headers)
      requestIdOf(request)
      clientAddress(request, 1)
      wantsWebSocket(request)
      isApplicationServer(headers, application)
      cookies.read(cookies.session, value)
      const understood = toStandaloneRequest(request, { appid: 'market', trustedProxies: 1 })
      if (understood) requestHeaders(understood, forward)
      responseHeaders(NAMES.flatMap((name) => [name, Buffer.from(value, 'latin1')]))
      return refusing(() => refuseCrossSite(request, 'https://market.example'))
    })
  })

  test('that is repeated', async () => {
    const lines = (size: number) => Array.from({ length: size }, () => ['a', '']).flat()
    await expectLinear(1000, lines, (rawHeaders) => {
      const request = Object.assign(requestWith({}), { rawHeaders })
      const understood = toStandaloneRequest(request, { appid: 'market', trustedProxies: 1 })
      if (understood) requestHeaders(understood, forward)
      responseHeaders(rawHeaders)
    })
  })

  test('that only a host may set, repeated, in an Express app', async () => {
    const silent = { caller: async () => undefined, services: async () => undefined }
    const middleware = accountHeaders(silent)
    const lines = (size: number) =>
      Array.from({ length: size }, (_, at) => ['a', '', `x-stripe-accounts-${at}`, '']).flat()
    await expectLinear(10_000, lines, async (rawHeaders) => {
      const headers = Object.fromEntries(rawHeaders.map((name) => [name, '']))
      const request = Object.assign(requestWith(headers), { rawHeaders: [...rawHeaders] })
      await middleware(request, {} as never, () => undefined)
    })
  })
})

describe('an address', () => {
  test.each(each)('of %s', async (_name, text) => {
    const start = (size: number) => `/${asHeader(text(size))}`
    await expectLinear(4000, start, async (path) => {
      for (const url of [path, `/shop?${path}`, `http://${path}`, `http://market.example${path}`]) {
        const request = toStandaloneRequest(requestWith({}, url), { appid: 'market', trustedProxies: 0 })
        Object.keys(request?.query ?? {})
        isOwn(url)
        requestedPath(url)
        safeReturnUrl(url)
        await refusing(() => queryValues(url))
        const [urlPath = '', search] = url.split('?', 2)
        const query = Object.fromEntries(new URLSearchParams(search))
        const asked = { url, urlPath, query } as unknown as DashboardRequest
        await handler.before(asked, {} as never).catch(() => undefined)
      }
    })
  })
})

describe('a body', () => {
  test.each(each)('of %s', async (_name, text) => {
    await expectLinear(4000, text, async (body) => {
      await refusing(() => postedValues(body))
      await refusing(() => readJson(body))
      const request = { headers: {}, bodyRaw: body } as unknown as DashboardRequest
      await refusing(() => receivedBody(request).form)
    })
  })

  test.each(['+', 'x+', '%20', '=', ';'])('of %s costs about what letters do', async (text) => {
    const size = 2_000_000
    const letters = `a=${'x'.repeat(size)}`
    const odd = `a=${text.repeat(size / text.length)}`
    await expectSimilar([letters, 'letters'], [odd, text], postedValues, 4)
  })

  test('whose values all have one name', async () => {
    const pairs = (size: number) => Array.from({ length: size }, () => ['a', ''] as const)
    await expectLinear(4000, pairs, gatherValues)
  })

  test('whose values all have other names', async () => {
    const pairs = (size: number) => Array.from({ length: size }, (_, at) => [`name${at}`, ''] as const)
    await expectLinear(5000, pairs, gatherValues)
  })

  test.each([
    ['lists in lists', (size: number) => '['.repeat(size)],
    ['objects in objects', (size: number) => '{"a":'.repeat(size)],
    ['a wide list', (size: number) => `[${'[],'.repeat(size)}[]]`],
    ['many names', (size: number) => `{${Array.from({ length: size }, (_, at) => `"${at}":1`).join()}}`],
    ['a long text', (size: number) => `"${'\\u0061'.repeat(size)}"`],
  ])('of JSON with %s', async (_name, json) => {
    await expectLinear(50_000, json, (body) => refusing(() => readJson(body)))
    await expectLinear(50_000, json, (body) => void readEvent(Buffer.from(body), []))
  })
})

/** Countries whose fields and numbers are read in special ways. */
const COUNTRIES = ['BR', 'DE', 'GB', 'HK', 'JP', 'US']

describe('what people type', () => {
  const limits = {
    countSignIn: async () => {
      throw new ConnectError('too-many-attempts')
    },
    countRegistration: async () => {
      throw new ConnectError('too-many-attempts')
    },
  }
  let people: PeopleParts
  beforeAll(async () => {
    const storage = await openPlace(MEMORY)
    people = { storage, limits, now: () => new Date() } as unknown as PeopleParts
    return () => storage.close()
  })

  test.each(each)('as e-mail address, name and password: %s', async (_name, text) => {
    await expectLinear(8000, text, async (typed) => {
      const values = { name: typed, email: typed, password: typed }
      await refusing(() => registerPerson(values, '192.0.2.1', people))
      await refusing(() => recognisePerson(values, { ip: '192.0.2.1', deviceMark: typed }, people))
    })
  })

  /** The same text under every name, with exceptions. */
  const everywhere = (typed: string, except: FormValues = {}) =>
    new Proxy(except, {
      get: (given, name) => given[String(name)] ?? typed,
      getOwnPropertyDescriptor: () => ({ configurable: true, value: typed }),
    })

  test.each(each)('as an answer to every question: %s', async (_name, text) => {
    await expectLinear(4000, text, (typed) => {
      const values = everywhere(typed)
      for (const country of ['JP', 'SG', 'US']) answer(values, { country, live: true })
    })
  })

  test.each(each)('as every number of a bank account: %s', async (_name, text) => {
    const messages = translators.english
    await expectLinear(4000, text, (typed) => {
      for (const country of COUNTRIES) {
        const spec = countrySpec(country)
        if (!spec) continue
        const chosen = { country, currency: spec.default_currency, account_holder_type: 'company' }
        const reading = { places: new BankPlaces(spec), test: false, messages }
        readBankAccount(reading, everywhere(typed, chosen))
      }
    })
  })

  test.each(each)('as one value of a bank account, at the cost of any other: %s', async (_name, text) => {
    const messages = translators.english
    const places = new BankPlaces(countrySpec('GB') ?? expect.fail('Stripe has accounts there'))
    const account = accountWith({ country: 'GB' })
    const long = text(50_000)
    const work = (values: FormValues) => {
      const reading = { places, test: false, tokensOnly: false, messages }
      readBankAccount(reading, values)
      const { country = '', currency = '' } = values as Record<string, string>
      drawBankForm(reading, account, { country, currency }, { values })
    }
    for (const name of ['country', 'currency', 'account_holder_type', 'account_number', 'sort_code'])
      await expectSimilar([{ account_holder_name: long }, 'the holder'], [{ [name]: long }, name], work)
  })

  test.each(each)('as what is searched for: %s', async (_name, text) => {
    // The page accepts no longer text.
    await expectLinear(8000, text, (typed) => containingFolded(typed.slice(0, 200)))
  })
})

describe('what is logged', () => {
  test.each(each)('of %s', async (_name, text) => {
    await expectLinear(16_000, text, (line) => {
      withoutSecrets(line)
      redacted({ [line]: line, path: line, err: new Error(line) })
    })
  })

  test('however deep', async () => {
    const nested = (size: number): unknown => JSON.parse('['.repeat(size) + ']'.repeat(size))
    await expectLinear(16_000, nested, (deep) => redacted({ deep }))
  })

  test('however wide', async () => {
    const fields = (size: number) =>
      Object.fromEntries(Array.from({ length: size }, (_, at) => [`name${at}`, { at }]))
    await expectLinear(16_000, fields, redacted)
  })
})
