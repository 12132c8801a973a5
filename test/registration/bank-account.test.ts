import fc from 'fast-check'
import Stripe from 'stripe'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { bankFormat } from '../../src/registration/bank/bank-formats.ts'
import { BankPlaces } from '../../src/registration/bank/bank-places.ts'
import { readBankAccount } from '../../src/registration/bank/read-bank-account.ts'
import { bankForm, saveBankAccount } from '../../src/registration/bank-account.ts'
import { translators } from '../../src/runtime/translators.ts'
import type { FormValues } from '../../src/web/route.ts'
import { bankAnswers } from './answers.ts'
import { newAccount, openDesk, signedIn } from './support.ts'

const { services } = await openDesk()
const context = signedIn(services)

function read(values: FormValues, { home = String(values.country), live = false } = {}) {
  const spec = countrySpec(home)
  if (!spec) throw new TypeError(`no spec of ${home}`)
  return readBankAccount({ places: new BankPlaces(spec), test: !live, messages: translators.english }, values)
}

function codes(values: FormValues, options?: Parameters<typeof read>[1]) {
  const result = read(values, options)
  return Array.isArray(result) ? result.map(({ code }) => code) : []
}

test.each(COUNTRIES)('an example of %s is one that its banks could have given', (country) => {
  for (const { checksum, example } of bankFormat(country, 'eur').numbers)
    if (checksum) expect(checksum(example.replaceAll(' ', '')), example).toBe(true)
})

describe('the numbers of a bank account become what Stripe takes', () => {
  test.each([
    ['AU', 'aud', '110000', '000123456'],
    ['BR', 'brl', '110-0000', '0001234'],
    ['CA', 'cad', '11000-000', '000123456789'],
    ['GB', 'gbp', '108800', '00012345'],
    ['HK', 'hkd', '110-000', '000123456'],
    ['IN', 'inr', 'HDFC0000261', '000123456789'],
    ['JP', 'jpy', '1100000', '0001234'],
    ['MX', 'mxn', undefined, '000000001234567897'],
    ['MY', 'myr', 'TESTMYKL', '000123456000'],
    ['NZ', 'nzd', undefined, '1100000000000010'],
    ['SG', 'sgd', '1100-000', '000123456'],
    ['US', 'usd', '110000000', '000123456789'],
    ['AE', 'aed', undefined, 'AE070331234567890123456'],
    ['DE', 'eur', undefined, 'DE89370400440532013000'],
  ])('in %s', (country, currency, routing, account) => {
    const details = read(bankAnswers(country, currency))
    expect(details).toMatchObject({ object: 'bank_account', country, currency, account_number: account })
    expect(details).toHaveProperty('account_holder_type', 'individual')
    expect('routing_number' in details ? details.routing_number : undefined).toBe(routing)
  })

  test('the form of the bank counts, not that of the account', () => {
    const inEuro = { ...bankAnswers('GB', 'eur'), iban: 'GB29 NWBK 6016 1331 9268 19' }
    expect(read(inEuro, { live: true })).toMatchObject({ account_number: 'GB29NWBK60161331926819' })
    expect(read(bankAnswers('US', 'usd'), { home: 'DE' })).toMatchObject({
      country: 'US',
      routing_number: '110000000',
    })
  })

  test('of Japan with the holder in katakana', () => {
    expect(read(bankAnswers('JP', 'jpy'))).toHaveProperty('account_holder_name', 'ヤマダ ハナコ')
    expect(codes({ ...bankAnswers('JP', 'jpy'), account_holder_name: 'Hanako' })).toEqual([
      'invalid-account_holder_name',
    ])
  })
})

describe('checksums', () => {
  test.each([
    ['DE', 'eur', { iban: 'DE89370400440532013002' }, 'iban'],
    ['FR', 'eur', { iban: 'FR89370400440532013000' }, 'iban'],
    ['US', 'usd', { routing_number: '110000001' }, 'routing_number'],
    ['MX', 'mxn', { account_number: '000000001234567890' }, 'account_number'],
  ])(
    "of %s are tested in live mode, where Stripe's test numbers are not taken",
    (country, currency, wrong, field) => {
      const values = { ...bankAnswers(country, currency), ...wrong }
      expect(codes(values)).toEqual([])
      expect(codes(values, { live: true })).toEqual([`invalid-external_account.${field}`])
    },
  )

  test.each([
    ['NL', { iban: 'NL91 ABNA 0417 1643 00' }],
    ['IE', { iban: 'IE29AIBK93115212345678' }],
    ['MT', { iban: 'MT84MALT011000012345MTLCAST001S' }],
    ['CH', { iban: 'ch93 0076 2011 6238 5295 7' }],
  ])('let real numbers with letters through in %s', (country, number) => {
    expect(codes({ ...bankAnswers(country, 'eur'), ...number }, { live: true })).toEqual([])
  })

  test('know a CLABE', () => {
    const clabe = { account_number: '032180000118359719' }
    expect(codes({ ...bankAnswers('MX', 'mxn'), ...clabe }, { live: true })).toEqual([])
  })
})

describe('mistakes', () => {
  test('are told all at once, with the codes that programs know', () => {
    expect(codes({ country: 'GB', currency: 'gbp' })).toEqual([
      'invalid-account_holder_name',
      'invalid-account_holder_type',
      'invalid-external_account.sort_code',
      'invalid-external_account.account_number',
    ])
    expect(codes({}, { home: 'GB' })).toEqual([
      ...[
        'invalid-currency',
        'invalid-country',
        'invalid-account_holder_name',
        'invalid-account_holder_type',
      ],
    ])
  })

  test('stand at the input, with a sentence', () => {
    expect(read({ ...bankAnswers('GB', 'gbp'), sort_code: '12' })).toEqual([
      {
        code: 'invalid-external_account.sort_code',
        field: 'sort_code',
        message: 'Check your sort code. It should look like 108800.',
      },
    ])
  })

  test('are a country or a currency that the account cannot have', () => {
    expect(codes(bankAnswers('JP', 'jpy'), { home: 'GB' })).toContain('invalid-country')
    expect(codes(bankAnswers('GB', 'brl'))).toContain('invalid-currency')
    expect(codes(bankAnswers('FR', 'huf'), { home: 'DE' })).toEqual([])
    expect(codes(bankAnswers('HU', 'huf'), { home: 'DE' })).toEqual(['invalid-currency'])
    expect(codes(bankAnswers('GB', 'constructor'))).toContain('invalid-currency')
  })

  test('never crash', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[\dA-Z -]{0,30}$/))
    const names = [
      'account_holder_name',
      'account_number',
      'bank_code',
      'branch_code',
      'iban',
      'routing_number',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...COUNTRIES),
        fc.dictionary(fc.constantFrom(...names, 'country', 'currency'), text),
        fc.boolean(),
        (home, values, live) => {
          const result = read({ ...bankAnswers(home, ''), ...values }, { home, live })
          if (Array.isArray(result)) for (const { message } of result) expect(message).toBeTruthy()
        },
      ),
    )
  })
})

describe('the form', () => {
  const inputs = async (country: string, currency: string, home = 'GB') => {
    const row = await newAccount(context, home)
    const groups = await bankForm(context, row, country, currency)
    return groups.flatMap(({ fields }) => fields)
  }

  test('asks for the numbers that the chosen country and currency have', async () => {
    expect((await inputs('GB', 'gbp')).map(({ name }) => name)).toEqual([
      ...['country', 'currency', 'account_holder_name', 'account_holder_type', 'sort_code', 'account_number'],
    ])
    expect((await inputs('GB', 'EUR')).map(({ name }) => name)).toContain('iban')
  })

  test('falls back to what the account can have', async () => {
    const [country, currency] = await inputs('XX', 'nonsense')
    expect(country?.value).toBe('GB')
    expect(currency?.value).toBe('gbp')
    expect(currency?.options).toContainEqual({ value: 'eur', label: 'Euro (EUR)' })
  })
})

describe('a bank account', () => {
  test('is kept by Stripe only, and replaced by the next one', async () => {
    let row = await newAccount(context, 'GB')
    row = await saveBankAccount(context, row, bankAnswers('GB', 'gbp'))
    expect(JSON.stringify(row)).not.toContain('00012345')
    const [first] = row.stripeObject.external_accounts?.data ?? []
    expect(first).toMatchObject({ last4: '2345', currency: 'gbp', default_for_currency: true })

    row = await saveBankAccount(context, row, { ...bankAnswers('GB', 'gbp'), account_number: '00067890' })
    expect(row.stripeObject.external_accounts?.data).toMatchObject([{ last4: '7890', currency: 'gbp' }])
    row = await saveBankAccount(context, row, bankAnswers('DE', 'eur'))
    expect(row.stripeObject.external_accounts?.data).toContainEqual(
      expect.objectContaining({ last4: '3000', currency: 'eur' }),
    )
  })

  test.each([
    [{ param: 'external_account', code: undefined }, 'DE', 'iban'],
    [{ param: 'external_account', code: undefined }, 'GB', 'account_number'],
    [{ param: undefined, code: 'account_number_invalid' }, 'DE', 'iban'],
    [{ param: undefined, code: 'routing_number_invalid' }, 'GB', 'sort_code'],
    [{ param: undefined, code: 'bank_account_unusable' }, 'GB', 'account_number'],
  ])(
    'that Stripe refuses with %o is refused at an input of the form in %s: %s',
    async (raw, country, field) => {
      const row = await newAccount(context, country)
      const refused = new Stripe.errors.StripeInvalidRequestError({
        type: 'invalid_request_error',
        message: 'No.',
        statusCode: 400,
        ...raw,
      } as unknown as Stripe.StripeRawError)
      const update = vi.spyOn(services.stripe.accounts, 'update').mockRejectedValueOnce(refused)
      onTestFinished(() => update.mockRestore())
      const values = bankAnswers(country, country === 'GB' ? 'gbp' : 'eur')
      await expect(saveBankAccount(context, row, values)).rejects.toMatchObject({
        code: `invalid-external_account.${field}`,
        field,
        problems: [{ message: 'No.' }],
      })
    },
  )

  test('that Stripe refuses is refused at the number that it is about', async () => {
    const row = await newAccount(context, 'AU')
    const values = { ...bankAnswers('AU', 'aud'), account_number: '1234' }
    await expect(saveBankAccount(context, row, values)).rejects.toMatchObject({
      code: 'invalid-external_account.account_number',
      field: 'account_number',
      status: 400,
    })
  })
})
