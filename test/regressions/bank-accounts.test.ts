/** Faults of the earlier module in what it took for a bank account. */

import type Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { someCountries } from '../support/breadth.ts'
import { type LiveHost, openLiveHost } from '../support/live-host.ts'

const PAGE = '/account/connect/edit-payment-information'

let host: LiveHost

beforeAll(async () => {
  host = await openLiveHost()
})

afterAll(() => host.close())

/** A new account, and what setting its bank account is answered. */
async function bankOf(country: string, numbers: Record<string, string>, holder = 'Maya Hart') {
  const stripeid = await host.adopted({ country })
  const { default_currency: currency = '' } = await host.stripe.countrySpecs.retrieve(country)
  const body = {
    country,
    currency,
    account_holder_name: holder,
    account_holder_type: 'individual',
    ...numbers,
  }
  const path = `user/connect/update-payment-information?stripeid=${stripeid}`
  const answer = await host.api('PATCH', path, body)
  const [bank] = answer.body.stripeObject?.external_accounts?.data ?? []
  return { stripeid, ...answer, bank: bank as Stripe.BankAccount | undefined }
}

const sentTo = async (stripeid: string) =>
  (await host.calls()).filter(({ method, path }) => method === 'POST' && path.endsWith(stripeid)).length

test('9.1-11: an IBAN may have letters, a number may be long, and a dash excuses nothing', async () => {
  // The offline Stripe, as Stripe's test mode, takes only its own numbers: that it was asked is what counts.
  for (const [country, iban] of [
    ['NL', 'NL91 ABNA 0417 1643 00'],
    ['IE', 'IE29 AIBK 9311 5212 3456 78'],
    ['FR', 'FR14 2004 1010 0505 0001 3M02 606'],
    ['MT', 'MT84 MALT 0110 0001 2345 MTLC AST0 01S'],
  ] as const) {
    const { stripeid, status } = await bankOf(country, { iban })
    expect([status, await sentTo(stripeid)], country).toEqual([400, 1])
  }
  for (const iban of ['DE', 'DE89 3704 0044 0532 0130 09', 'DE89-ABC']) {
    const { stripeid, status, body } = await bankOf('DE', { iban })
    expect([status, body.message], iban).toEqual([400, 'invalid-external_account.iban'])
    expect(await sentTo(stripeid), iban).toBe(0)
  }
  expect((await bankOf('MX', { account_number: '000000001234567897' })).bank).toMatchObject({ last4: '7897' })
  for (const account_number of ['12-ab', '-', '1234-5678-9012-3456-7890-1234'])
    expect((await bankOf('US', { routing_number: '110000000', account_number })).body.message).toBe(
      'invalid-external_account.account_number',
    )
})

test('9.1-13: every country’s numbers reach Stripe as its one routing number and its one account number', async () => {
  const routing: [country: string, numbers: Record<string, string>, sent: string | null, holder?: string][] =
    [
      ['AU', { bsb_number: '110000', account_number: '000123456' }, '110000'],
      ['BR', { bank_code: '110', branch_code: '0000', account_number: '0001234' }, '110-0000'],
      [
        'CA',
        { transit_number: '11000', institution_number: '000', account_number: '000123456789' },
        '11000-000',
      ],
      ['GB', { sort_code: '108800', account_number: '00012345' }, '108800'],
      ['HK', { clearing_code: '110', branch_code: '000', account_number: '000123456' }, '110-000'],
      ['IN', { routing_number: 'HDFC0000261', account_number: '000123456789' }, 'HDFC0000261'],
      [
        'JP',
        { bank_code: '1100', branch_code: '000', account_number: '0001234' },
        '1100000',
        'ヤマダ ハナコ',
      ],
      ['MX', { account_number: '000000001234567897' }, null],
      ['SG', { bank_code: '1100', branch_code: '000', account_number: '000123456' }, '1100-000'],
      ['AE', { iban: 'AE070331234567890123456' }, null],
      ['DE', { iban: 'DE89370400440532013000' }, null],
    ]
  for (const [country, numbers, sent, holder] of routing) {
    const { status, bank, body } = await bankOf(country, numbers, holder)
    expect([status, bank?.country], `${country} ${body.message}`).toEqual([200, country])
    // Stripe shows some of them in groups.
    if (sent !== null) expect(bank?.routing_number?.replaceAll(/[ -]/g, '')).toBe(sent.replaceAll('-', ''))
  }
})

test('9.1-14: the form asks for the numbers of the chosen country, of every one, also after a mistake', async () => {
  const { browser } = host.seller
  const inputs = (html: string) => [...html.matchAll(/<input[^>]* id="(\w+)"/g)].map(([, id]) => id)
  for (const country of someCountries) {
    const stripeid = await host.adopted({ country })
    const html = await browser.text(`${PAGE}?stripeid=${stripeid}`)
    expect(
      inputs(html).some((id) => id === 'iban' || id === 'account_number'),
      country,
    ).toBe(true)
  }
  const stripeid = await host.adopted({ country: 'DE' })
  const page = `${PAGE}?stripeid=${stripeid}`
  const refresh = { country: 'GB', currency: 'gbp', account_holder_name: 'Maya Hart', refresh: 'true' }
  const british = await (await browser.submit(page, refresh)).text()
  expect(inputs(british)).toEqual(expect.arrayContaining(['sort_code', 'account_number']))
  expect(inputs(british)).not.toContain('iban')
  expect(british).toContain('value="Maya Hart"')

  const german = { country: 'DE', currency: 'eur', account_holder_name: 'Maya Hart', iban: 'DE00' }
  const refused = await browser.submit(page, german)
  const html = await refused.text()
  expect(refused.status).toBe(400)
  expect(html).toContain('href="#iban"')
  expect(html).toContain('<option value="DE" selected')
  expect(inputs(html)).toContain('iban')
  for (const elsewhere of ['sort_code', 'bsb_number', 'transit_number', 'clearing_code'])
    expect(inputs(html)).not.toContain(elsewhere)
})
