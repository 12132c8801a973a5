/**
 * The format of a person's id number in each country
 * (https://docs.stripe.com/connect/required-verification-information).
 *
 * @module
 */
import { invalidParameter } from '../errors.ts'

/** Formats without separators. Other countries accept any 4 to 20 letters and digits. */
const SHAPES: Record<string, { pattern: RegExp; described: string }> = {
  AE: { pattern: /^784\d{12}$/, described: 'an Emirates ID of 15 digits that begin with 784' },
  BR: { pattern: /^\d{11}$/, described: 'a CPF of 11 digits' },
  CA: { pattern: /^\d{9}$/, described: 'a social insurance number of 9 digits' },
  ES: { pattern: /^[XYZ\d]\d{7}[A-Z]$/i, described: 'a DNI or NIE, such as 12345678Z' },
  HK: { pattern: /^[A-Z]{1,2}\d{6}[\dA]$/i, described: 'a Hong Kong identity card number, such as A1234567' },
  IN: { pattern: /^[A-Z]{3}P[A-Z]\d{4}[A-Z]$/i, described: 'a PAN of a person, such as ABCPE1234F' },
  IT: {
    pattern: /^[A-Z]{6}[\dA-Z]{2}[A-Z][\dA-Z]{2}[A-Z][\dA-Z]{3}[A-Z]$/i,
    described: 'a codice fiscale of 16 characters',
  },
  MX: {
    pattern: /^(?!X[AE]XX010101000)[A-ZÑ&]{4}\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[A-Z\d]{3}$/i,
    described: 'an RFC of 13 characters',
  },
  MY: {
    pattern: /^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{6}$/,
    described: 'a MyKad number of 12 digits',
  },
  SG: { pattern: /^[STFGM]\d{7}[A-Z]$/i, described: 'an NRIC or FIN, such as S1234567D' },
  // https://www.ssa.gov/employer/randomizationfaqs.html https://www.irs.gov/pub/irs-pdf/p1915.pdf
  US: {
    pattern: /^((?!000|666|9)\d{3}(?!00)\d{2}|9\d{2}(5\d|6[0-5]|7\d|8[0-8]|9[0-24-9]))(?!0000)\d{4}$/,
    described: 'a social security number of 9 digits that can have been issued',
  },
}
const ANY = { pattern: /^[\p{L}\d]{4,20}$/u, described: 'of 4 to 20 letters and digits' }

/** Only zeros, ones or twos: a test value that Stripe accepts in every country. */
const TEST_NUMBER = /^(0{4,20}|1{4,20}|2{4,20})$/

/** Returns the number without separators, or refuses it. */
export function checkIdNumber(number: string, country: string, param: string): string {
  const bare = number.replace(/[\s./()-]/g, '')
  const { pattern, described } = SHAPES[country] ?? ANY
  if (pattern.test(bare) || TEST_NUMBER.test(bare)) return bare
  throw invalidParameter(`Invalid id number: it must be ${described}.`, { param })
}

/** Refuses a VAT number of a wrong form. The Emirates' has 15 digits; other countries' are taken as they are. */
export function checkVat(number: string | null | undefined, country: string | undefined): void {
  if (number && country === 'AE' && !/^\d{15}$/.test(number))
    throw invalidParameter('Invalid VAT number: it must have 15 digits.', { param: 'company[vat_id]' })
}
