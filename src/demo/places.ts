/**
 * The places where the demo's sellers live, and names that are common there. All sellers are invented: common names put
 * together, telephone numbers from the ranges reserved for films, bank numbers from Stripe's list for tests.
 *
 * @see https://docs.stripe.com/connect/testing#account-numbers
 * @module
 */

import type { Name, Place } from './place.ts'

const names = (list: string): [Name, ...Name[]] => {
  const [first = '', ...rest] = list.split(' ')
  return [{ latin: first }, ...rest.map((latin) => ({ latin }))]
}

/** Bank accounts in countries with IBANs: Stripe's test numbers differ only in the country code. */
const iban = (country: string): Place['bank'] => ({
  good: { account_number: `${country}89370400440532013000` },
  failing: [
    { account_number: `${country}89370400440532013002` },
    { account_number: `${country}89370400440532013004` },
  ],
})

export const PLACES: readonly Place[] = [
  {
    country: 'US',
    currency: 'usd',
    sellers: 14,
    given: names('Maya Owen Tessa Caleb Iris Jonah Piper Wes Nadia Felix Opal Reid Lena Miles'),
    family: names(
      'Hart Delgado Winslow Okafor Brandt Castellan Nguyen Pruitt Sandoval Teller Lindqvist Moss',
    ),
    towns: [
      { city: 'Portland', state: 'OR', postal_code: '97205', streets: ['Alder Street', 'Juniper Avenue'] },
      { city: 'Asheville', state: 'NC', postal_code: '28801', streets: ['Laurel Road', 'Mill Street'] },
      { city: 'Santa Fe', state: 'NM', postal_code: '87501', streets: ['Canyon Lane', 'Piñon Street'] },
      { city: 'Burlington', state: 'VT', postal_code: '05401', streets: ['Maple Street', 'Harbor Road'] },
    ],
    phone: '+12025550143',
    bank: {
      good: { account_number: '000123456789', routing_number: '110000000' },
      failing: [
        { account_number: '000111111116', routing_number: '110000000' },
        { account_number: '000111111113', routing_number: '110000000' },
        { account_number: '000333333335', routing_number: '110000000' },
      ],
    },
    numberFirst: true,
  },
  {
    country: 'GB',
    currency: 'gbp',
    sellers: 9,
    given: names('Elspeth Rhys Imogen Callum Beatrix Alun Harriet Dougal Saoirse'),
    family: names('Thorne Llewellyn Ashdown Mackay Birch Pemberton Dunmore Hale'),
    towns: [
      { city: 'Stroud', postal_code: 'GL5 1AA', streets: ['Weaver Lane', 'Church Street'] },
      { city: 'Edinburgh', postal_code: 'EH6 5AB', streets: ['Harbour Row', 'Wynd Close'] },
      { city: 'Hebden Bridge', postal_code: 'HX7 8AA', streets: ['Mill Bank', 'Bridge Gate'] },
    ],
    phone: '+447700900123',
    bank: {
      good: { account_number: '00012345', routing_number: '108800' },
      failing: [
        { account_number: '11111113', routing_number: '108800' },
        { account_number: '11111116', routing_number: '108800' },
      ],
    },
    numberFirst: true,
  },
  {
    country: 'DE',
    currency: 'eur',
    sellers: 7,
    given: names('Jörn Anneke Matthis Käthe Ruben Frieda Lorenz'),
    family: names('Weidenbach Möller Kranich Süßmann Tannert Vogelsang Brück'),
    towns: [
      { city: 'Leipzig', postal_code: '04109', streets: ['Töpfergasse', 'Lindenweg'] },
      { city: 'Freiburg im Breisgau', postal_code: '79098', streets: ['Mühlenstraße', 'Am Rebberg'] },
    ],
    phone: '+4930231250000',
    bank: iban('DE'),
    numberFirst: false,
  },
  {
    country: 'FR',
    currency: 'eur',
    sellers: 5,
    given: names('Maëlle Bastien Océane Théo Clémence'),
    family: names('Delcourt Garnier Vasseur Lemoine Chastel'),
    towns: [
      { city: 'Nantes', postal_code: '44000', streets: ['rue des Tanneurs', 'quai de la Fosse'] },
      { city: 'Annecy', postal_code: '74000', streets: ['rue du Pâquier', 'impasse des Potiers'] },
    ],
    phone: '+33639980123',
    bank: iban('FR'),
    numberFirst: true,
  },
  {
    country: 'JP',
    currency: 'jpy',
    sellers: 4,
    given: [
      { latin: 'Haruka', kana: 'ハルカ', kanji: '遥' },
      { latin: 'Daichi', kana: 'ダイチ', kanji: '大地' },
      { latin: 'Misaki', kana: 'ミサキ', kanji: '美咲' },
      { latin: 'Kenta', kana: 'ケンタ', kanji: '健太' },
    ],
    family: [
      { latin: 'Morikawa', kana: 'モリカワ', kanji: '森川' },
      { latin: 'Ishida', kana: 'イシダ', kanji: '石田' },
      { latin: 'Tsukino', kana: 'ツキノ', kanji: '月野' },
    ],
    towns: [
      {
        kanji: {
          postal_code: '1500001',
          state: '東京都',
          city: '渋谷区',
          town: '神宮前 3丁目',
          line1: '27-15',
        },
        kana: {
          postal_code: '1500001',
          state: 'トウキヨウト',
          city: 'シブヤク',
          town: 'ジングウマエ 3チョウメ',
          line1: '27-15',
        },
      },
      {
        kanji: {
          postal_code: '6050846',
          state: '京都府',
          city: '京都市東山区',
          town: '五条橋東 4丁目',
          line1: '8-2',
        },
        kana: {
          postal_code: '6050846',
          state: 'キヨウトフ',
          city: 'キヨウトシヒガシヤマク',
          town: 'ゴジヨウバシヒガシ 4チョウメ',
          line1: '8-2',
        },
      },
    ],
    phone: '+819012345678',
    bank: {
      good: { account_number: '0001234', routing_number: '1100000' },
      failing: [{ account_number: '1111113', routing_number: '1100000' }],
    },
    numberFirst: true,
  },
  {
    country: 'CA',
    currency: 'cad',
    sellers: 4,
    given: names('Gwenna Étienne Tamsin Anders'),
    family: names('Tremblay Fairweather Kowalchuk Bouchard'),
    towns: [
      { city: 'Halifax', state: 'NS', postal_code: 'B3H 4R2', streets: ['Lighthouse Road', 'Cedar Street'] },
      { city: 'Nelson', state: 'BC', postal_code: 'V1L 4C6', streets: ['Kootenay Street', 'Baker Lane'] },
    ],
    phone: '+16135550143',
    bank: {
      good: { account_number: '000123456789', routing_number: '11000-000' },
      failing: [{ account_number: '000111111113', routing_number: '11000-000' }],
    },
    numberFirst: true,
  },
  {
    country: 'AU',
    currency: 'aud',
    sellers: 4,
    given: names('Matilda Lachlan Coralie Banjo'),
    family: names('Whitlam-Reid Paterson Calloway Nguyen'),
    towns: [
      { city: 'Hobart', state: 'TAS', postal_code: '7000', streets: ['Salamanca Row', 'Wattle Street'] },
      { city: 'Castlemaine', state: 'VIC', postal_code: '3450', streets: ['Kiln Road', 'Gum Tree Lane'] },
    ],
    phone: '+61491570156',
    bank: {
      good: { account_number: '000123456', routing_number: '110000' },
      failing: [{ account_number: '111111113', routing_number: '110000' }],
    },
    numberFirst: true,
  },
  {
    country: 'ES',
    currency: 'eur',
    sellers: 3,
    given: names('Alba Íñigo Nerea'),
    family: names('Cortázar Benavides Solís'),
    towns: [
      { city: 'Granada', postal_code: '18009', streets: ['Calle de los Alfareros', 'Cuesta del Olivo'] },
    ],
    phone: '+34600000123',
    bank: iban('ES'),
    numberFirst: false,
  },
  {
    country: 'IT',
    currency: 'eur',
    sellers: 3,
    given: names('Ginevra Tommaso Fiorella'),
    family: names('Bellandi Quaranta Marchesin'),
    towns: [{ city: 'Faenza', postal_code: '48018', streets: ['Via dei Vasai', 'Vicolo del Tornio'] }],
    phone: '+390612345678',
    bank: iban('IT'),
    numberFirst: false,
  },
  {
    country: 'NL',
    currency: 'eur',
    sellers: 3,
    given: names('Fenna Joost Liesbeth'),
    family: names('Dekkers Hoekstra Zonneveld'),
    towns: [{ city: 'Delft', postal_code: '2611 AA', streets: ['Tegelgracht', 'Molenpad'] }],
    phone: '+31612345678',
    bank: iban('NL'),
    numberFirst: false,
  },
  {
    country: 'IE',
    currency: 'eur',
    sellers: 2,
    given: names('Aoife Fiachra'),
    family: names('Kilbride Darragh'),
    towns: [
      { city: 'Kinsale', state: 'Cork', postal_code: 'P17 AX00', streets: ['Pier Road', 'Market Quay'] },
    ],
    phone: '+353851234567',
    bank: iban('IE'),
    numberFirst: true,
  },
  {
    country: 'SE',
    currency: 'sek',
    sellers: 2,
    given: names('Tuva Axel'),
    family: names('Björkman Sjöstrand'),
    towns: [{ city: 'Visby', postal_code: '621 55', streets: ['Hamngatan', 'Rosengränd'] }],
    phone: '+46701740605',
    bank: iban('SE'),
    numberFirst: false,
  },
  {
    country: 'AT',
    currency: 'eur',
    sellers: 2,
    given: names('Valerie Xaver'),
    family: names('Gruberbauer Steinlechner'),
    towns: [{ city: 'Graz', postal_code: '8010', streets: ['Drechslergasse', 'Am Schloßhang'] }],
    phone: '+43720123456',
    bank: iban('AT'),
    numberFirst: false,
  },
]
