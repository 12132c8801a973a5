/** What sellers in five countries type. The names are those of Stripe's requirements. */
import type { Answers } from './seller.ts'

const BUSINESS: Answers = {
  business_profile_mcc: 'Arts and crafts: pottery, ceramics, candles, knitting, woodwork',
  business_profile_url: 'https://pottery.example.com',
  business_profile_name: 'Riverside Pottery',
  business_profile_product_description: 'Hand-thrown bowls and mugs',
  company_name: 'Riverside Pottery',
  company_name_kana: 'リバーサイド',
  company_name_kanji: '川辺陶器',
  company_tax_id: '000000000',
  settings_payments_statement_descriptor: 'RIVERSIDE POTTERY',
  settings_card_payments_statement_descriptor_prefix: 'POTTERY',
}

const DOCUMENT: Answers = {
  verification_document_front: 'passport.png',
  verification_document_back: 'passport-back.png',
  verification_additional_document_front: 'utility-bill.png',
}

const BIRTH: Answers = { dob_day: '4', dob_month: '7', dob_year: '1986' }

export const UNITED_STATES: Answers = {
  ...BUSINESS,
  ...BIRTH,
  first_name: 'Jenny',
  last_name: 'Rosen',
  email: 'jenny@example.com',
  phone: '(415) 555-2671',
  address_line1: '510 Townsend Street',
  address_city: 'San Francisco',
  address_state: 'CA',
  address_postal_code: '94103',
  id_number: '123456789',
  ssn_last_4: '6789',
  routing_number: '110000000',
  account_number: '000123456789',
  account_holder_name: 'Jenny Rosen',
}

export const UNITED_KINGDOM: Answers = {
  ...BUSINESS,
  ...BIRTH,
  ...DOCUMENT,
  first_name: 'Imogen',
  last_name: 'Clarke',
  email: 'imogen@example.com',
  phone: '020 7946 0123',
  address_line1: '12 Foundry Lane',
  address_city: 'Bristol',
  address_postal_code: 'BS1 4DJ',
  sort_code: '10-88-00',
  account_number: '00012345',
  account_holder_name: 'Imogen Clarke',
}

export const GERMANY: Answers = {
  ...BUSINESS,
  ...BIRTH,
  ...DOCUMENT,
  first_name: 'Jörg',
  last_name: 'Müller',
  email: 'joerg@example.com',
  phone: '030 901820',
  address_line1: 'Töpferstraße 3',
  address_city: 'Berlin',
  address_postal_code: '10117',
  iban: 'DE89 3704 0044 0532 0130 00',
  account_holder_name: 'Jörg Müller',
}

export const JAPAN: Answers = {
  ...BUSINESS,
  ...BIRTH,
  ...DOCUMENT,
  first_name_kana: 'ハナコ',
  last_name_kana: 'ヤマダ',
  first_name_kanji: '花子',
  last_name_kanji: '山田',
  email: 'hanako@example.com',
  phone: '090-1234-5678',
  // The postal code and the prefecture in kana are filled in from those in kanji.
  address_kana_city: 'シブヤク',
  address_kana_town: 'ジングウマエ 1-',
  address_kana_line1: '5-8',
  address_kanji_postal_code: '150-0001',
  address_kanji_state: '東京都',
  address_kanji_city: '渋谷区',
  address_kanji_town: '神宮前 1丁目',
  address_kanji_line1: '5-8',
  bank_code: '1100',
  branch_code: '000',
  account_number: '0001234',
  account_holder_name: 'ヤマダ ハナコ',
}

export const BRAZIL: Answers = {
  ...BUSINESS,
  ...BIRTH,
  ...DOCUMENT,
  first_name: 'Ana',
  last_name: 'Souza',
  email: 'ana@example.com',
  phone: '(11) 96123-4567',
  address_line1: 'Rua dos Oleiros 12',
  address_city: 'São Paulo',
  address_state: 'SP',
  address_postal_code: '01310-100',
  id_number: '123.456.789-09',
  political_exposure: 'none',
  bank_code: '110',
  branch_code: '0000',
  account_number: '0001234',
  account_holder_name: 'Ana Souza',
}
