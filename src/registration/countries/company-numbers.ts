/**
 * What countries call the number by which Stripe finds a company in their register, and a second one where Stripe asks for two.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-company-tax_id
 * @module
 */
import { own } from '../../core/own.ts'

const TAX_IDS: Record<string, string> = {
  AT: 'Firmenbuchnummer',
  AU: 'ABN',
  BE: 'KBO/BCE',
  BG: 'EIK',
  BR: 'CNPJ',
  CA: 'Business Number',
  CH: 'UID',
  CZ: 'IČO',
  DE: 'HRB, HRA',
  DK: 'CVR',
  EE: 'registrikood',
  ES: 'NIF',
  FI: 'Y-tunnus',
  FR: 'SIREN',
  GB: 'Companies House',
  GR: 'GEMI',
  HK: 'BR',
  HR: 'OIB',
  HU: 'cégjegyzékszám',
  IE: 'CRO',
  IN: 'PAN',
  IT: 'partita IVA',
  JP: '法人番号',
  LT: 'įmonės kodas',
  LU: 'RCS',
  MX: 'RFC',
  MY: 'SSM',
  NL: 'KVK',
  NO: 'organisasjonsnummer',
  NZ: 'NZBN',
  PL: 'NIP',
  PT: 'NIPC',
  RO: 'CUI',
  SE: 'organisationsnummer',
  SG: 'UEN',
  SI: 'matična številka',
  SK: 'IČO',
  US: 'EIN',
}

const REGISTRATION_NUMBERS: Record<string, string> = { AU: 'ACN', HK: 'CR', IN: 'CIN' }

/** @returns undefined where people have no common name for it */
export function companyNumberName(
  country: string,
  field: 'tax_id' | 'registration_number',
): string | undefined {
  return own(field === 'tax_id' ? TAX_IDS : REGISTRATION_NUMBERS, country)
}
