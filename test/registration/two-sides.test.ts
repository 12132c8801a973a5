/**
 * One rule has two users: what the form takes, the offline Stripe takes, and the reverse. Each side has its own facts, so this
 * is where a wrong one shows.
 */

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { postalCodePattern } from '../../src/offline-stripe/accounts/address.ts'
import { bankFingerprint } from '../../src/offline-stripe/accounts/bank-account.ts'
import { bankFormat as stripesBankFormat } from '../../src/offline-stripe/accounts/bank-formats.ts'
import { testBankAccount, testIban } from '../../src/offline-stripe/accounts/test-answers.ts'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { bankFormat } from '../../src/registration/bank/bank-formats.ts'
import { BankPlaces } from '../../src/registration/bank/bank-places.ts'
import { readBankAccount } from '../../src/registration/bank/read-bank-account.ts'
import { idNumberOf } from '../../src/registration/countries/id-numbers.ts'
import { postalCodeExample } from '../../src/registration/countries/postal-codes.ts'
import { subdivisions } from '../../src/registration/countries/subdivisions.ts'
import { translators } from '../../src/runtime/translators.ts'
import type { FormValues } from '../../src/web/route.ts'
import { everyCase, someCountries } from '../support/breadth.ts'
import { bankAnswers } from './answers.ts'
import { answer } from './reading.ts'
import { openDesk } from './support.ts'

const { services } = await openDesk()
const { stripe } = services

/** Values a field and country, in each direction. Each is a call to the offline Stripe, so there are more in CI only. */
const RUNS = everyCase ? 5 : 1

const accounts = new Map<string, Promise<Stripe.Account>>()

function accountIn(country: string): Promise<Stripe.Account> {
  const known = accounts.get(country)
  if (known) return known
  const made = stripe.accounts.create({
    country,
    business_type: 'individual',
    controller: {
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      requirement_collection: 'application',
      stripe_dashboard: { type: 'none' },
    },
    capabilities: { transfers: { requested: true } },
    individual: { first_name: 'Maya' },
  })
  accounts.set(country, made)
  return made
}

/** The updated account, or Stripe's refusal. */
async function update(country: string, params: Stripe.AccountUpdateParams): Promise<Stripe.Account | string> {
  const { id } = await accountIn(country)
  try {
    return await stripe.accounts.update(id, params, { idempotencyKey: randomUUID() })
  } catch (error) {
    return (error as Error).message
  }
}

/** Stripe's refusal of an update; undefined when it takes it. */
async function refusalOf(country: string, params: Stripe.AccountUpdateParams): Promise<string | undefined> {
  const answer = await update(country, params)
  return typeof answer === 'string' ? answer : undefined
}

/** What the form would send for an answer; undefined when it refuses it. */
function read(country: string, values: FormValues): unknown {
  const { changes, problems } = answer(values, { country })
  return problems.length > 0 ? undefined : changes[0]?.value
}

/** Every digit and letter of an example replaced by some other, as people make them up. */
function like(example: string): fc.Arbitrary<string> {
  return fc.array(fc.nat(35), { minLength: example.length, maxLength: example.length }).map((picks) =>
    [...example]
      .map((character, at) => {
        const pick = picks[at] ?? 0
        if (/\d/.test(character)) return String(pick % 10)
        return /[A-Z]/.test(character) ? String.fromCharCode(65 + (pick % 26)) : character
      })
      .join(''),
  )
}

/** Texts of a pattern, in capital letters: the generator knows no flags. */
const matching = (pattern: RegExp) => fc.stringMatching(new RegExp(pattern.source, 'u'))

/** What people do to the spelling of a code: other letters, other separators, none. */
const spelt = (code: fc.Arbitrary<string>) =>
  fc.tuple(code, fc.constantFrom('', ' ', '-', '–', '.', '‑'), fc.boolean()).map(([text, between, small]) => {
    const typed = text.replace(/[ -]/g, between)
    return small ? typed.toLowerCase() : typed
  })

interface Field {
  /** The name of the input. */
  input: string
  /** An answer that both take. */
  example(country: string): string
  countries: readonly string[]
  /** What the person types, from the form's side: some of it the form takes. */
  typed(country: string): fc.Arbitrary<string>
  /** What the offline Stripe says it takes. */
  taken(country: string): fc.Arbitrary<string>
  params(value: unknown): Stripe.AccountUpdateParams
}

const individual = (name: string) => (value: unknown) => ({ individual: { [name]: value } })

const HOSTS = ['example.com', 'münchen.de', 'a.co.uk', 'xn--mnchen-3ya.de', 'shop_1.example.org']
const NO_HOSTS = [
  '1.2',
  '10.0.0.1',
  '8.8.8.88',
  'nas.local',
  'a.invalid',
  'b.localhost',
  '-a.com',
  'a.1',
  'a.b',
  '[::1]',
]

const FIELDS: Field[] = [
  {
    input: 'individual_address_postal_code',
    example: (country) => postalCodeExample(country) || 'AB 123',
    countries: COUNTRIES,
    typed: (country) => spelt(like(postalCodeExample(country).replace(`${country}-`, '') || 'AB-123')),
    taken: (country) => matching(postalCodePattern(country)),
    params: (postal_code) => ({ individual: { address: { postal_code: String(postal_code) } } }),
  },
  {
    input: 'individual_address_state',
    example: (country) => subdivisions(country)[0]?.value ?? '',
    countries: ['AU', 'BR', 'CA', 'IN', 'MX', 'US'],
    typed: (country) => fc.constantFrom(...subdivisions(country).map(({ value }) => value)),
    taken: (country) => fc.constantFrom(...subdivisions(country).map(({ value }) => value)),
    params: (state) => ({ individual: { address: { state: String(state) } } }),
  },
  {
    input: 'individual_phone',
    example: () => '+1 415 555 2671',
    countries: someCountries,
    typed: () => fc.stringMatching(/^(\+(1|44|49|52|81|971) ?)?[(]?\d{2,4}[)]?[ -]?\d{3,4}[ -]?\d{3,4}$/),
    // The form refuses numbers that nobody can have, of which a town's without its area code is one.
    taken: () =>
      fc
        .stringMatching(/^\+(1|44|49|52|81|971) ?\d{7,12}$/)
        .filter((text) => parsePhoneNumberFromString(text)?.isValid() === true),
    params: individual('phone'),
  },
  {
    input: 'individual_email',
    example: () => 'maya@example.com',
    countries: ['GB'],
    typed: () => fc.oneof(fc.emailAddress(), fc.stringMatching(/^[!-~]{1,10}@[!-~]{1,8}\.[a-z]{2}$/)),
    taken: () => fc.oneof(fc.emailAddress(), fc.stringMatching(/^[!-~ü]{1,10}@[!-~ü]{1,8}\.[a-z]{2}$/)),
    params: individual('email'),
  },
  {
    input: 'business_profile_url',
    example: () => 'https://example.com',
    countries: ['GB'],
    typed: () =>
      fc
        .tuple(
          fc.constantFrom('', 'http://', 'https://'),
          fc.constantFrom(...HOSTS, ...NO_HOSTS),
          fc.webPath(),
        )
        .map((parts) => parts.join('')),
    taken: () => fc.oneof(fc.webUrl(), fc.constantFrom(...NO_HOSTS, ...HOSTS)),
    params: (url) => ({ business_profile: { url: String(url) } }),
  },
  ...(['payments_statement_descriptor', 'card_payments_statement_descriptor_prefix'] as const).map(
    (name): Field => ({
      input: `settings_${name}`,
      example: () => 'POTTERY',
      countries: ['US'],
      typed: () =>
        fc.oneof(fc.stringMatching(/^[ -~]{1,24}$/), fc.string({ unit: 'grapheme', maxLength: 24 })),
      taken: () =>
        fc.oneof(fc.stringMatching(/^[ -~]{1,24}$/), fc.string({ unit: 'grapheme', maxLength: 24 })),
      params: (value) => ({
        settings: name.startsWith('payments')
          ? { payments: { statement_descriptor: String(value) } }
          : { card_payments: { statement_descriptor_prefix: String(value) } },
      }),
    }),
  ),
  ...(['first_name_kana', 'last_name_kana'] as const).map(
    (name): Field => ({
      input: `individual_${name}`,
      example: () => 'ヤマダ',
      countries: ['JP'],
      typed: () => fc.stringMatching(/^[ァ-ヶぁ-んｦ-ﾟー・　 A1-]{1,8}$/u),
      taken: () => fc.stringMatching(/^[ァ-ヶｦ-ﾟー・　A1-]{1,8}$/u),
      params: individual(name),
    }),
  ),
  {
    input: 'individual_address_kana_line1',
    example: () => '5-3-4 メゾンA101',
    countries: ['JP'],
    typed: () => fc.stringMatching(/^[ァ-ヶぁ-んｦ-ﾟー・　 Ａa1５.,()（）/#&−–-]{1,8}$/u),
    taken: () => fc.stringMatching(/^[ァ-ヶｦ-ﾟー・　 Ａa1５.,()/#&-]{1,8}$/u),
    params: (line1) => ({ individual: { address_kana: { line1: String(line1) } } }),
  },
]

const lines = FIELDS.flatMap((field) =>
  field.countries.map((country) => [field.input, country, field] as const),
)

describe('an answer that the form takes, the offline Stripe takes', () => {
  test.each(lines)('%s in %s', async (input, country, { typed, example, params }) => {
    let taken = 0
    await fc.assert(
      fc.asyncProperty(typed(country), async (text) => {
        const value = read(country, { [input]: text })
        if (value === undefined) return
        taken += 1
        expect(await refusalOf(country, params(value)), `${text} as ${value}`).toBeUndefined()
      }),
      { numRuns: RUNS * 2, examples: [[example(country)]] },
    )
    expect(taken, 'the form took some').toBeGreaterThan(0)
  })
})

describe('an answer that the offline Stripe takes, the form takes', () => {
  test.each(lines)('%s in %s', async (input, country, { taken: known, example, params }) => {
    let taken = 0
    await fc.assert(
      fc.asyncProperty(known(country), async (text) => {
        if (text === '' || text.trim() !== text || (await refusalOf(country, params(text))) !== undefined)
          return
        taken += 1
        expect(read(country, { [input]: text }), text).toBeDefined()
      }),
      { numRuns: RUNS * 2, examples: [[example(country)]] },
    )
    expect(taken, 'Stripe took some').toBeGreaterThan(0)
  })
})

describe('an id number', () => {
  test.each(COUNTRIES)('of %s that the form takes, the offline Stripe takes', async (country) => {
    const { example } = idNumberOf(country)
    const typed = fc.oneof(spelt(like(example || '12345678')), fc.stringMatching(/^[0-2]{4,21}$/))
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const value = read(country, { individual_id_number: text })
        if (typeof value !== 'string') return
        expect(await refusalOf(country, { individual: { id_number: value } }), value).toBeUndefined()
      }),
      { numRuns: RUNS },
    )
  })

  test.each(COUNTRIES)(
    'of %s that the offline Stripe takes, the form takes once it is right',
    async (country) => {
      const { example } = idNumberOf(country)
      const known = like((example || '12345678').replace(/[^A-Z\d]/g, ''))
      await fc.assert(
        fc.asyncProperty(known, async (text) => {
          if ((await refusalOf(country, { individual: { id_number: text } })) !== undefined) return
          const others = [...withOtherCheckDigits(text)]
          const good = others.find((number) => read(country, { individual_id_number: number }) !== undefined)
          expect(good, `${text} with any check digits`).toBeDefined()
        }),
        { numRuns: RUNS },
      )
    },
  )

  /** The number itself first, then with each other last character, and with each two last digits. */
  function* withOtherCheckDigits(text: string): Generator<string> {
    yield text
    for (const last of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') yield text.slice(0, -1) + last
    for (let last = 0; last < 100; last += 1) yield text.slice(0, -2) + String(last).padStart(2, '0')
  }
})

describe('a bank account', () => {
  const cases = someCountries.flatMap((country) => {
    const currency = countrySpec(country)?.default_currency ?? ''
    return [[country, currency] as const, ...(country === 'GB' ? [['GB', 'eur'] as const] : [])]
  })

  function details(country: string, currency: string, numbers: FormValues) {
    const spec = countrySpec(country)
    if (!spec) throw new TypeError(`no spec of ${country}`)
    const reading = { places: new BankPlaces(spec), test: true, messages: translators.english }
    const values = { ...bankAnswers(country, currency), ...numbers, country, currency }
    const given = readBankAccount(reading, values)
    return Array.isArray(given) ? undefined : given
  }

  /** The right check digits of an IBAN, by the rule of ISO 7064. */
  function withCheckDigits(iban: string): string {
    const moved = `${iban.slice(4)}${iban.slice(0, 2)}00`
    const number = BigInt(moved.replace(/[A-Z]/g, (letter) => String(Number.parseInt(letter, 36))))
    return `${iban.slice(0, 2)}${String(98n - (number % 97n)).padStart(2, '0')}${iban.slice(4)}`
  }

  /**
   * Why the offline Stripe refuses the numbers of a bank account. It looks at their form first, and then takes test numbers only,
   * as Stripe does in test mode: the form's rules are those of real numbers.
   */
  async function formRefusal(
    country: string,
    external_account: Stripe.AccountUpdateParams.BankAccount,
  ): Promise<string | undefined> {
    const told = await refusalOf(country, { external_account })
    return told?.startsWith('You must use a test bank account number in test mode.') ? undefined : told
  }

  test.each(cases)('of %s in %s that the form takes, the offline Stripe takes', async (country, currency) => {
    const { numbers } = bankFormat(country, currency)
    const examples = Object.fromEntries(numbers.map(({ name, example }) => [name, example.test]))
    const typed = fc.record(
      Object.fromEntries(
        numbers.map(({ name, example }) => {
          // Stripe's test IBANs have the German form in every country.
          const forms = name === 'iban' ? [example.live] : Object.values(example)
          const code = fc.constantFrom(...forms).chain(like)
          const known =
            name === 'iban'
              ? code.map((iban) => withCheckDigits(`${country}${iban.replace(/\s/g, '').slice(2)}`))
              : code
          // Not every number of these forms exists, so some are the examples themselves.
          return [name, fc.oneof(spelt(known), fc.constantFrom(...Object.values(example)))]
        }),
      ),
    )
    let taken = 0
    await fc.assert(
      fc.asyncProperty(typed, async (values) => {
        const given = details(country, currency, values)
        if (!given) return
        taken += 1
        expect(await formRefusal(country, given), JSON.stringify([values, given])).toBeUndefined()
      }),
      { numRuns: RUNS * 2, examples: [[examples]] },
    )
    expect(taken, 'the form took some').toBeGreaterThan(0)
  })

  test.each(cases)('of %s in %s that the offline Stripe takes, the form takes', async (country, currency) => {
    const format = stripesBankFormat(country, currency)
    if (!format) throw new TypeError(`no banks in ${country}`)
    const { numbers } = bankFormat(country, currency)
    const [first] = numbers
    const isIban = first?.name === 'iban'
    const account = matching(format.account)
      .map((number) => (isIban ? withCheckDigits(number.toUpperCase()) : number))
      // It is not known whether Stripe takes a QR-IBAN, to which no payout can go.
      .filter((number) => !/^(CH|LI)\d{2}3[01]/.test(number))
    const known: { account_number: string; routing_number?: string } = isIban
      ? { account_number: testIban(country) }
      : testBankAccount(country)
    const routing = format.routing ? matching(format.routing) : fc.constant('')
    let taken = 0
    await fc.assert(
      fc.asyncProperty(account, routing, async (account_number, routing_number) => {
        const external: Stripe.AccountUpdateParams.BankAccount = {
          object: 'bank_account',
          country,
          currency,
          account_number,
          account_holder_name: country === 'JP' ? 'ヤマダ' : 'Maya Hart',
          ...(routing_number && { routing_number }),
        }
        if ((await formRefusal(country, external)) !== undefined) return
        taken += 1
        const typed = apart(country, currency, routing_number, account_number)
        const given = details(country, currency, typed)
        if (!given) throw new Error(`the form refuses ${JSON.stringify(typed)}`)
        expect(await formRefusal(country, given), JSON.stringify(given)).toBeUndefined()
        expect(bankFingerprint({ ...given, country }), JSON.stringify([external, given])).toBe(
          bankFingerprint({ ...external, country }),
        )
      }),
      {
        numRuns: RUNS * (country === 'US' || country === 'MX' ? 30 : 2),
        examples: [[known.account_number, known.routing_number?.replace('-', '') ?? '']],
      },
    )
    expect(taken, 'Stripe took some').toBeGreaterThan(0)
  })

  /** Stripe's routing number as the form's inputs ask for it. */
  function apart(country: string, currency: string, routing: string, account: string): FormValues {
    const { numbers } = bankFormat(country, currency)
    const names = numbers.map(({ name }) => name)
    const last = names.at(-1) ?? 'account_number'
    const values: FormValues = { [last]: account }
    let rest = routing
    for (const [at, name] of names.slice(0, -1).entries()) {
      const isLast = at === names.length - 2
      const length = isLast ? rest.length : (numbers[at]?.example.test.length ?? 0)
      values[name] = rest.slice(0, length)
      rest = rest.slice(length)
    }
    return values
  }
})
