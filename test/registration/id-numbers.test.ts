import { describe, expect, test } from 'vitest'
import { readIdNumber } from '../../src/registration/countries/id-numbers.ts'

describe('an id number in live mode', () => {
  test.each([
    ['AE', '784-1990-1234567-1', '784199012345671'],
    ['BR', '123.456.789-09', '12345678909'],
    ['CA', '046 454 286', '046454286'],
    ['ES', '00000000t', '00000000T'],
    ['HK', 'A123456(3)', 'A1234563'],
    ['HK', 'AB987654(3)', 'AB9876543'],
    ['IN', 'ABCPE1234F', 'ABCPE1234F'],
    ['IT', 'RSSMRA70A01H501S', 'RSSMRA70A01H501S'],
    ['MX', 'GODE561231GR8', 'GODE561231GR8'],
    ['MY', '900101-14-1234', '900101141234'],
    ['SG', 'S1234567D', 'S1234567D'],
    ['SG', 'T1234567J', 'T1234567J'],
    ['SG', 'F1234567N', 'F1234567N'],
    ['SG', 'G1234567X', 'G1234567X'],
    ['US', '123-45-6789', '123456789'],
    ['US', '900-70-1234', '900701234'],
    ['FR', '1 84 12 76 451 089 46', '184127645108946'],
  ])('of %s is taken as %s', (country, typed, number) => {
    expect(readIdNumber(country, typed, false)).toBe(number)
  })

  test.each([
    ['AE', '783-1990-1234567-1'],
    ['BR', '123.456.789-00'],
    ['BR', '111.111.111-11'],
    ['CA', '046 454 287'],
    ['HK', 'A123456(4)'],
    ['IN', 'ABCDE12345'],
    ['MX', 'GODE561231'],
    ['MX', 'GODE561231HDFXXX05'],
    ['MY', '900101-14'],
    ['SG', 'S1234567E'],
    ['SG', 'A1234567D'],
    ['US', '123-45-678'],
    ['US', '000-12-3456'],
    ['US', '666-12-3456'],
    ['US', '900-12-3456'],
    ['US', '123-00-4567'],
    ['US', '123-45-0000'],
    ['US', '12-3456789'],
    ['US', '0000'],
    ['FR', '12'],
  ])('of %s is not %s', (country, typed) => {
    expect(readIdNumber(country, typed, false)).toBeUndefined()
  })
})

describe("Stripe's test numbers", () => {
  test.each(['BR', 'CA', 'HK', 'IN', 'SG', 'US', 'FR'])('are taken in %s', (country) => {
    for (const number of ['000000000', '111111111', '222222222', '00000000000'])
      expect(readIdNumber(country, number, true)).toBe(number)
  })

  test('may have the letters of the country around them', () => {
    expect(readIdNumber('HK', 'AA000000A', true)).toBe('AA000000A')
  })

  test('are refused in live mode where a checksum or a form says so', () => {
    for (const country of ['BR', 'HK', 'IN', 'SG'])
      expect(readIdNumber(country, '111111111', false)).toBeUndefined()
  })
})
