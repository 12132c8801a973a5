import fc from 'fast-check'
import Stripe from 'stripe'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { withoutGroups } from '../../src/core/plain-characters.ts'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { bankFormat } from '../../src/registration/bank/bank-formats.ts'
import { BankPlaces } from '../../src/registration/bank/bank-places.ts'
import { DRAWN_FOR, needsOtherForm } from '../../src/registration/bank/drawn-place.ts'
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
  for (const { pattern, read: spelt, checksum, testNumber, example } of bankFormat(country, 'eur').numbers) {
    for (const shown of Object.values(example).map(withoutGroups)) {
      const number = spelt?.(shown, shown, () => '') ?? shown
      expect(number).toMatch(pattern)
      if (checksum) expect(checksum(number) || testNumber?.test(number), number).toBe(true)
    }
  }
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

  test('in NZ the start of the whole number may be given apart, again', () => {
    const account_number = '1100000000000010'
    for (const routing_number of ['', '110000', '11-0000'])
      expect(read({ ...bankAnswers('NZ', 'nzd'), account_number, routing_number })).toMatchObject({
        account_number,
      })
    const apart = { account_number: '0000000010', routing_number: '110000' }
    expect(read({ ...bankAnswers('NZ', 'nzd'), ...apart })).toMatchObject({ account_number })
    expect(read({ ...bankAnswers('NZ', 'nzd'), account_number, routing_number: '220000' })).toHaveLength(1)
  })

  test.each([
    ['004', '123', '123-456789-838', '456789838'],
    ['004', '123', '123 456789 838', '456789838'],
    ['004', '123', '123456789838', '456789838'],
    ['024', '239', '239456789882', '456789882'],
    ['004', '123', '004-123-456789-838', '456789838'],
    ['012', '875', '012-875-0-012345-6', '00123456'],
    ['012', '875', '875-0-012345-6', '00123456'],
    ['004', '123', '456789-838', '456789838'],
    ['012', '123', '123456789', '123456789'],
    ['012', '123', '1234 56789', '123456789'],
  ])('in HK without the bank %s and branch %s before them: %s', (clearing_code, branch_code, typed, sent) => {
    const answers = { ...bankAnswers('HK', 'hkd'), clearing_code, branch_code, account_number: typed }
    expect(read(answers)).toMatchObject({
      account_number: sent,
      routing_number: `${clearing_code}-${branch_code}`,
    })
  })

  test('the form of the bank counts, not that of the account', () => {
    const inEuro = { ...bankAnswers('GB', 'eur'), iban: 'GB29 NWBK 6016 1331 9268 19' }
    expect(read(inEuro, { live: true })).toMatchObject({ account_number: 'GB29NWBK60161331926819' })
    expect(read(bankAnswers('US', 'usd'), { home: 'DE' })).toMatchObject({
      country: 'US',
      routing_number: '110000000',
    })
  })

  test.each([
    ['やまだ はなこ', 'ヤマダ　ハナコ'],
    ['ﾔﾏﾀﾞ ﾊﾅｺ', 'ヤマダ　ハナコ'],
    ['カ）ヤマダ　ハナコ', 'カ)ヤマダ　ハナコ'],
    ['Yamada　Hanako', 'YAMADA HANAKO'],
    ['ｙａｍａｄａ ｈａｎａｋｏ', 'YAMADA HANAKO'],
    ['ヤマダ・ハナコ', 'ヤマダ　ハナコ'],
    ['ヤマダ-ハナコ', 'ヤマダ-ハナコ'],
    ['オ-ツカ ヨ-コ', 'オーツカ　ヨーコ'],
    ['カ）ABC', 'カ)ABC'],
    ['ABC（カ', 'ABC(カ'],
  ])('of Japan with the holder %s as the bank writes it', (typed, holder) => {
    const answers = { ...bankAnswers('JP', 'jpy'), account_holder_name: typed }
    expect(read(answers)).toHaveProperty('account_holder_name', holder)
  })

  test.each(['山田花子', 'ヤマダ Hanako', 'ヤマダ、ハナコ', 'ヤマダ&ハナコ'])(
    'of Japan not with the holder %s',
    (account_holder_name) => {
      expect(read({ ...bankAnswers('JP', 'jpy'), account_holder_name })).toMatchObject([
        {
          message:
            'Enter the name of the account holder as the bank writes it: all in katakana, or all in Latin letters, with digits and ( ) . - / only',
        },
      ])
    },
  )
})

describe('checksums', () => {
  test.each([
    ['DE', 'eur', { iban: 'DE89370400440532013002' }, 'iban'],
    ['FR', 'eur', { iban: 'FR89370400440532013000' }, 'iban'],
  ])("of %s let Stripe's test numbers through in test mode only", (country, currency, number, field) => {
    const values = { ...bankAnswers(country, currency), ...number }
    expect(codes(values)).toEqual([])
    expect(codes(values, { live: true })).toEqual([`invalid-external_account.${field}`])
  })

  test.each([
    ['DE', 'eur', { iban: 'DE12500105170648489891' }, 'iban'],
    ['BE', 'eur', { iban: 'BE68539007547043' }, 'iban'],
    ['US', 'usd', { routing_number: '110000001' }, 'routing_number'],
    ['MX', 'mxn', { account_number: '000000001234567890' }, 'account_number'],
    ['DE', 'eur', { iban: 'DE00370400440532013000' }, 'iban'],
    ['DE', 'eur', { iban: 'XX89370400440532013000' }, 'iban'],
    ['US', 'usd', { routing_number: '000000000' }, 'routing_number'],
    ['BR', 'brl', { branch_code: '12345' }, 'branch_code'],
    ['MY', 'myr', { routing_number: 'MBBESGSG' }, 'routing_number'],
    ['JP', 'jpy', { account_number: '12345671' }, 'account_number'],
    ['JP', 'jpy', { bank_code: '9900', account_number: '12345678' }, 'account_number'],
  ])('of %s catch a typing mistake in both modes', (country, currency, wrong, field) => {
    const values = { ...bankAnswers(country, currency), ...wrong }
    for (const live of [false, true])
      expect(codes(values, { live })).toEqual([`invalid-external_account.${field}`])
  })

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

describe('what people write for a bank number becomes what Stripe takes', () => {
  test.each([
    ['GB', 'gbp', { sort_code: '10‑88‑00', account_number: '1234567' }, '108800', '01234567'],
    ['GB', 'gbp', { account_number: '123456' }, '108800', '00123456'],
    ['BR', 'brl', { branch_code: '0000-1' }, '110-0000', '0001234'],
    ['BR', 'brl', { bank_code: '1', branch_code: '0000-X', account_number: '1234-X' }, '001-0000', '1234X'],
    ['CA', 'cad', { institution_number: '0004', account_number: '12345' }, '11000-004', '0012345'],
    ['JP', 'jpy', { account_number: '１２３４５６' }, '1100000', '0123456'],
    ['JP', 'jpy', { bank_code: '9900', account_number: '12345671' }, '9900000', '1234567'],
    ['JP', 'jpy', { bank_code: '９９００', account_number: '123451' }, '9900000', '0123451'],
    ['NZ', 'nzd', { account_number: '11-0000-0000000-10' }, undefined, '1100000000000010'],
    [
      'NZ',
      'nzd',
      { routing_number: '11 0000', account_number: '0000000-010' },
      undefined,
      '1100000000000010',
    ],
    ['US', 'usd', { routing_number: '1100–00000' }, '110000000', '000123456789'],
    ['BR', 'brl', { branch_code: '01234' }, '110-1234', '0001234'],
    ['BR', 'brl', { account_number: '3701 000575865219-7' }, '110-0000', '37010005758652197'],
    ['DE', 'eur', { iban: 'IBAN n° DE75 5121 0800 1245 1261 99' }, undefined, 'DE75512108001245126199'],
    ['US', 'usd', { account_number: '#000123456789' }, '110000000', '000123456789'],
    ['BR', 'brl', { bank_code: '0341' }, '341-0000', '0001234'],
    ['DE', 'eur', { iban: 'IBAN No. de75 5121 0800 1245 1261 99' }, undefined, 'DE75512108001245126199'],
    ['DE', 'eur', { iban: 'IBAN-Nr.: DE75_5121_0800_1245_1261_99' }, undefined, 'DE75512108001245126199'],
    ['MX', 'mxn', { account_number: 'CLABE: 032180000118359719' }, undefined, '032180000118359719'],
    ['DE', 'eur', { iban: 'IBAN: de75 5121–0800.1245 1261 99' }, undefined, 'DE75512108001245126199'],
  ])('in %s', (country, currency, numbers, routing, account) => {
    const details = read({ ...bankAnswers(country, currency), ...numbers })
    expect(details).toMatchObject({ account_number: account })
    expect('routing_number' in details ? details.routing_number : undefined).toBe(routing)
  })

  test('a QR-IBAN is not the IBAN of an account', () => {
    const answers = { ...bankAnswers('CH', 'chf'), iban: 'CH44 3199 9123 0008 8901 2' }
    expect(read(answers)).toMatchObject([{ field: 'iban', message: expect.stringMatching(/QR-IBAN/) }])
  })

  test('an IBAN of another country is of a bank there', () => {
    const revolut = { ...bankAnswers('DE', 'eur'), iban: 'LT12 1000 0111 0100 1000' }
    expect(read(revolut)).toMatchObject({ country: 'LT', account_number: 'LT121000011101001000' })
    const wise = { ...bankAnswers('GB', 'eur'), iban: 'BE68 5390 0754 7034' }
    expect(read(wise, { live: true })).toMatchObject({ country: 'BE', currency: 'eur' })
  })

  test('an IBAN where the currency goes by other numbers leads to those', () => {
    const answers = { ...bankAnswers('DE', 'eur'), currency: 'gbp', iban: 'GB29NWBK60161331926819' }
    expect(read(answers)).toMatchObject([
      { field: 'iban', message: expect.stringMatching(/United Kingdom.*by its own numbers/) },
    ])
  })

  test('an IBAN that is cut off is told how long it is to be', () => {
    const answers = { ...bankAnswers('FR', 'eur'), iban: 'FR14 2004 1010 0505 0001 3M02 60' }
    expect(read(answers)).toMatchObject([
      { field: 'iban', message: 'An IBAN of France has 27 characters. This one has 26.' },
    ])
  })

  test.each(['DE75512108001245126199', '12345', 'Jürgen>Müller'])(
    'a holder is no number and no code: %s',
    (typed) => {
      expect(codes({ ...bankAnswers('DE', 'eur'), account_holder_name: typed })).toEqual([
        'invalid-account_holder_name',
      ])
    },
  )

  test('a currency that is not paid out there is told with the country', () => {
    const answers = { ...bankAnswers('CZ', 'czk'), iban: 'CZ6508000000192000145399' }
    expect(read(answers, { home: 'DE' })).toMatchObject([
      { field: 'currency', message: expect.stringMatching(/Czech Koruna at a bank in Czechia/) },
    ])
  })

  test('an IBAN of a country where the account can have no bank is called one', () => {
    const answers = { ...bankAnswers('DE', 'eur'), iban: 'TR33 0006 1005 1978 6457 8413 26' }
    expect(read(answers)).toEqual([
      {
        code: 'invalid-external_account.iban',
        field: 'iban',
        message:
          'This IBAN is of a bank in Türkiye, where this account cannot be paid in Euro. Enter another IBAN, or choose another currency.',
      },
    ])
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

  test.each([
    ['HK', 'hkd', 6, 16],
    ['SG', 'sgd', 6, 31],
    ['AU', 'aud', 5, 9],
    ['US', 'usd', 4, 17],
  ])('of an account number in %s are told with its length', (country, currency, least, most) => {
    const of = (length: number) =>
      read({ ...bankAnswers(country, currency), account_number: '1'.repeat(length) })
    for (const length of [least, most])
      expect(of(length)).toMatchObject({ account_number: '1'.repeat(length) })
    for (const length of [least - 1, most + 1])
      expect(of(length)).toMatchObject([
        { message: `Enter your account number using ${least} to ${most} digits` },
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

  test.each(COUNTRIES)("shows Stripe's test numbers with a test key only, in %s", async (country) => {
    const currency = countrySpec(country)?.default_currency ?? ''
    const hinted = (await inputs(country, currency, country)).map(({ hint }) => withoutGroups(hint ?? ''))
    for (const number of Object.values(bankAnswers(country, currency)).flat())
      if (/\d/.test(number ?? '')) expect(hinted).toContain(`FOREXAMPLE${withoutGroups(number ?? '')}`)
    const stripe = { ...services.config.stripe, offline: false }
    const live = {
      ...context,
      services: { ...services, config: { ...services.config, stripe: { ...stripe, key: 'sk_live_1' } } },
    }
    const row = await newAccount(context, country)
    const shown = await bankForm(live, row, country, currency)
    const hints = shown.flatMap(({ fields }) => fields).map(({ hint }) => withoutGroups(hint ?? ''))
    for (const number of Object.values(bankAnswers(country, currency)).flat())
      if (/\d/.test(number ?? '')) expect(hints).not.toContain(`FOREXAMPLE${withoutGroups(number ?? '')}`)
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

    row = await saveBankAccount(context, row, { ...bankAnswers('GB', 'gbp'), account_number: '22222227' })
    expect(row.stripeObject.external_accounts?.data).toMatchObject([{ last4: '2227', currency: 'gbp' }])
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

  test.each([
    ['DE', 'eur', { iban: 'DE75 5121 0800 1245 1261 99' }, 'iban', 'DE89370400440532013000'],
    ['AE', 'aed', { iban: 'AE46 0090 0000 0012 3456 789' }, 'iban', 'AE070331234567890123456'],
    ['GB', 'gbp', { account_number: '12345678' }, 'account_number', '00012345'],
    ['HK', 'hkd', { account_number: '456789838' }, 'account_number', '000123456'],
  ])(
    'of a real bank in %s in %s is refused in test mode: %o',
    async (country, currency, real, field, test) => {
      const row = await newAccount(context, country)
      const values = { ...bankAnswers(country, currency), ...real }
      await expect(saveBankAccount(context, row, values)).rejects.toMatchObject({
        code: `invalid-external_account.${field}`,
        status: 400,
        problems: [
          {
            field,
            message: expect.stringContaining(`must use a test bank account number in test mode. Try ${test}`),
          },
        ],
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

test('a form that says it was drawn for no place was drawn for none', () => {
  const present = { country: 'US', currency: 'usd' }
  for (const drawn of ['constructor eur', '__proto__ eur', '( eur', 'eur', '', 'US', 'US usd eur', 'us USD'])
    expect(needsOtherForm({ [DRAWN_FOR]: drawn, ...present }, present), drawn).toBe(false)
  expect(needsOtherForm({ [DRAWN_FOR]: 'DE eur', ...present }, present)).toBe(true)
})
