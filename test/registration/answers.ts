/** An ordinary person's answers in each country, by the name of the question. */

import { postalCodeExample } from '../../src/registration/countries/postal-codes.ts'
import type { Field } from '../../src/web/form-fields.ts'
import type { FormValues, UploadedFile } from '../../src/web/route.ts'
import { png } from '../support/picture.ts'

const ID_NUMBERS: Record<string, string> = {
  AE: '784-1990-1234567-1',
  BR: '123.456.789-09',
  HK: 'A123456(3)',
  IN: 'ABCPE1234F',
  MX: 'GODE561231GR8',
  MY: '900101-14-1234',
  SG: 'S1234567D',
  US: '123-45-6789',
}

const PHONES: Record<string, string> = { GB: '020 7946 0123', JP: '090-1234-5678', US: '(415) 555-2671' }

const BANKS: Record<string, FormValues> = {
  AE: { iban: 'AE070331234567890123456' },
  AU: { bsb_number: '110-000', account_number: '000123456' },
  BR: { bank_code: '110', branch_code: '0000', account_number: '0001234' },
  CA: { transit_number: '11000', institution_number: '000', account_number: '000123456789' },
  GB: { sort_code: '10-88-00', account_number: '00012345' },
  HK: { clearing_code: '110', branch_code: '000', account_number: '000123456' },
  IN: { routing_number: 'HDFC0000261', account_number: '000123456789' },
  JP: {
    bank_code: '1100',
    branch_code: '000',
    account_number: '0001234',
    account_holder_name: 'やまだ はなこ',
  },
  MX: { account_number: '000000001234567897' },
  MY: { routing_number: 'TESTMYKL', account_number: '000123456000' },
  NZ: { account_number: '11-0000-0000000-010' },
  SG: { bank_code: '1100', branch_code: '000', account_number: '000123456' },
  US: { routing_number: '110000000', account_number: '000123456789' },
}

const TEXTS: Record<string, string> = {
  individual_first_name: 'Maya',
  individual_last_name: 'Hart',
  individual_first_name_kanji: '花子',
  individual_last_name_kanji: '山田',
  individual_first_name_kana: 'はなこ',
  individual_last_name_kana: 'ヤマダ',
  individual_full_name_aliases: 'none',
  individual_nationality: 'AE',
  individual_ssn_last_4: '6789',
  individual_email: 'maya@example.com',
  individual_political_exposure: 'none',
  individual_relationship_title: 'Owner',
  individual_relationship_executive: 'true',
  business_profile_mcc: 'Arts and crafts: pottery, ceramics, candles, knitting, woodwork',
  business_profile_name: 'Riverside Pottery',
  business_profile_url: 'pottery.example.com',
  business_profile_product_description: 'Hand-thrown bowls and mugs',
  settings_payments_statement_descriptor: 'RIVERSIDE POTTERY',
  settings_card_payments_statement_descriptor_prefix: 'POTTERY',
  company_name: 'Riverside Pottery',
  company_tax_id: 'CN-1234567',
  company_vat_id: '100123456700003',
}

/** Answers to these questions, with the files they need. */
export function answersTo(
  fields: readonly Field[],
  country: string,
): { values: FormValues; files: UploadedFile[] } {
  const values: FormValues = {}
  const files: UploadedFile[] = []
  for (const field of fields) {
    if (field.kind === 'document') files.push(picture(`${field.name}_front`), picture(`${field.name}_back`))
    else if (field.kind === 'files') files.push(picture(field.name))
    else if (field.kind === 'date')
      Object.assign(values, {
        [`${field.name}_day`]: '4',
        [`${field.name}_month`]: '7',
        [`${field.name}_year`]: '1986',
      })
    else values[field.name] = answerTo(field, country)
  }
  return { values, files }
}

function answerTo(field: Field, country: string): string {
  const { name } = field
  const text = TEXTS[name] ?? TEXTS[`individual_${name}`]
  if (text !== undefined) return text
  if (name === 'individual_id_number' || name === 'id_number') return ID_NUMBERS[country] ?? '123456789'
  if (field.kind === 'phone') return PHONES[country] ?? '0000000000'
  if (name.endsWith('_postal_code')) return postalCodeExample(country)
  if (field.kind === 'choice') return field.options[0]?.value ?? ''
  if (name.includes('_kana_')) return 'シブヤ 1-2'
  if (name.endsWith('_line1')) return '12 Foundry Lane'
  return name.endsWith('_line2') ? '' : 'Bristol'
}

/** Details of a bank account in the person's country. */
export function bankAnswers(country: string, currency: string): FormValues {
  return {
    country,
    currency,
    account_holder_name: 'Maya Hart',
    account_holder_type: 'individual',
    ...(BANKS[country] ?? { iban: `${country}89370400440532013000` }),
  }
}

export function picture(field: string, name = 'passport.png', bytes = png()): UploadedFile {
  return { field, name, type: 'image/png', bytes }
}
