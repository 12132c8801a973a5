/** Numbers of companies: a mistyped one is found here, and one of a form that we do not know is Stripe's to judge. */
import { expect, test } from 'vitest'
import { answer } from './reading.ts'
import { accountWith } from './support.ts'

/** What the form makes of a number; undefined when it asks to check it. */
function read(
  country: string,
  typed: string,
  { live = true, field = 'company.tax_id', business_type = 'company' } = {},
): unknown {
  const account = accountWith({ country, due: [field], rest: { business_type } })
  const input = field.replace('.', '_')
  const { changes, problems } = answer({ [input]: typed }, { account, live })
  if (problems.length === 0) return changes[0]?.value
  expect(problems).toMatchObject([{ code: `invalid-${input}`, message: expect.stringMatching(/^Check /) }])
  return undefined
}

/** Companies that are in the registers, and the same with one wrong digit. */
const NUMBERS: [country: string, right: string, wrong: string][] = [
  ['AU', '83 914 571 673', '83 914 571 674'],
  ['BE', '0403.019.261', '0403.019.262'],
  ['BR', '16.727.230/0001-97', '16.727.230/0001-98'],
  ['CA', '12302 6635', '12302 6636'],
  ['CH', 'CHE-100.155.212', 'CHE-100.155.213'],
  ['CZ', '25123891', '25123892'],
  ['DK', '13 58 56 28', '13 58 56 27'],
  ['EE', '12345678', '12345679'],
  ['FI', '2077474-0', '2077474-1'],
  ['FR', '732 829 320', '732 829 321'],
  ['HR', '33392005961', '33392005962'],
  ['IT', '00743110157', '00743110158'],
  ['JP', '5-8356-7825-6246', '2-8356-7825-6246'],
  ['NO', '988 077 917', '988 077 918'],
  ['PL', '856-734-62-15', '856-734-62-16'],
  ['PT', '501 964 843', '501 964 842'],
  ['RO', '18547290', '18547291'],
  ['SE', '123456-7897', '123456-7891'],
  ['SG', '197401143C', '197401143D'],
]

test.each(NUMBERS)('of %s, %s is taken and %s is not', (country, right, wrong) => {
  expect(read(country, right)).toBe(right)
  expect(read(country, wrong)).toBeUndefined()
})

test.each([
  ['FR', 'W751012345', 'the number of a club'],
  ['FR', '732 829 320 00074', 'that of one of its shops'],
  ['FR', 'SIREN: 732 829 320', 'with its name'],
  ['BE', 'BE 0403.019.261', 'with the country'],
  ['CH', 'CHE-100.155.212 MWST', 'with what is after it'],
  ['DE', 'HRB 12345 B', 'of a register without check digits'],
  ['GB', '00000001', 'of a register without check digits'],
])('%s: %s is taken: %s', (country, typed) => {
  expect(read(country, typed)).toBeDefined()
})

test('the numbers of Stripe’s test mode are taken with a test key only', () => {
  for (const number of ['111111111', '111111112', '222221000', '222221003']) {
    expect(read('FR', number, { live: false })).toBe(number)
    expect(read('FR', number)).toBeUndefined()
  }
})

test('an individual who is registered as a business is asked for no company’s number', () => {
  expect(read('IT', '00743110158', { business_type: 'individual' })).toBe('00743110158')
})

test('the second number of a company in Australia is looked at, too', () => {
  const field = 'company.registration_number'
  expect(read('AU', '004 085 616', { field })).toBe('004 085 616')
  expect(read('AU', '004 085 617', { field })).toBeUndefined()
})
