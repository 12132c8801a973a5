/**
 * The countries where an account can be under the recipient agreement only: each one's currency, the format of its bank accounts,
 * and a bank account that Stripe takes in test mode (https://docs.stripe.com/payouts, "Add or update your bank account").
 *
 * @module
 */

interface RecipientCountry {
  currency: string
  bank: RecipientBank
  testBankAccount: { account_number: string; routing_number?: string }
}

interface RecipientBank {
  /** The account number, without separators. */
  account: RegExp
  /** The number of the bank and its branch; absent when the account number includes it. */
  routing?: RegExp
}

/** The currency, the formats of the bank's number and of the account's, and a test value of each. */
type Row = [
  currency: string,
  routing: RegExp | null,
  account: RegExp | 'iban',
  testRouting: string | null,
  testAccount: string,
]

const BIC = /^[A-Z]{6}[A-Z\d]{2}([A-Z\d]{3})?$/i

// biome-ignore format: a table is easier to read with one country a line.
const ROWS: Record<string, Row> = {
  AG: ['xcd', BIC, /^[A-Z\d]{1,32}$/, 'AAAAAGAGXYZ', '000123456789'],
  AL: ['all', BIC, 'iban', 'AAAAALTXXXX', 'AL35202111090000000001234567'],
  AM: ['amd', BIC, /^\d{11,16}$/, 'AAAAAMNNXXX', '00001234567'],
  AO: ['aoa', BIC, 'iban', 'AAAAAOAOXXX', 'AO06004400006729503010102'],
  AR: ['ars', null, /^\d{22}$/, null, '0110000600000000000000'],
  AZ: ['azn', /^\d{12}$/, 'iban', '123456-123456', 'AZ77ADJE12345678901234567890'],
  BA: ['bam', BIC, 'iban', 'AAAABABAXXX', 'BA095520001234567812'],
  BD: ['bdt', /^\d{9}$/, /^[A-Z\d]{13,17}$/, '110000000', '0000123456789'],
  BH: ['bhd', BIC, 'iban', 'AAAABHBMXYZ', 'BH29BMAG1299123456BH00'],
  BJ: ['xof', null, 'iban', null, 'BJ66BJ0610100100144390000769'],
  BN: ['bnd', BIC, /^\d{1,13}$/, 'AAAABNBBXXX', '0000123456789'],
  BO: ['bob', /^\d{1,3}$/, /^\d{10,15}$/, '040', '000123456789'],
  BS: ['bsd', BIC, /^\d{1,10}$/, 'AAAABSNSXXX', '0001234'],
  BT: ['btn', BIC, /^[A-Z\d]{1,17}$/, 'AAAABTBTXXX', '0000123456789'],
  BW: ['bwp', BIC, /^[A-Z\d]{1,16}$/, 'AAAABWBWXXX', '000123456789'],
  CI: ['xof', null, 'iban', null, 'CI93CI0080111301134291200589'],
  CL: ['clp', /^\d{3}$/, /^\d{5,25}$/, '999', '000123456789'],
  CO: ['cop', /^\d{3}$/, /^\d{9,16}$/, '060', '000123456789'],
  CR: ['crc', null, 'iban', null, 'CR04010212367856709123'],
  DO: ['dop', /^\d{1,3}(-\d{1,5})?$/, /^\d{1,28}$/, '999', '000123456789'],
  DZ: ['dzd', BIC, /^\d{20}$/, 'AAAADZDZXXX', '00001234567890123456'],
  EC: ['usd', BIC, /^\d{5,18}$/, 'AAAAECE1XXX', '000123456789'],
  EG: ['egp', BIC, 'iban', 'NBEGEGCX331', 'EG800002000156789012345180002'],
  ET: ['etb', BIC, /^[A-Z\d]{13,16}$/, 'AAAAETETXXX', '0000000012345'],
  GA: ['xaf', BIC, /^\d{23}$/, 'AAAAGAGAXXX', '00001234567890123456789'],
  GH: ['ghs', /^\d{6}$/, /^\d{8,20}$/, '022112', '000123456789'],
  GM: ['gmd', BIC, /^[A-Z\d]{18}$/, 'AAAAGMGMXYZ', '000123000456000789'],
  GT: ['gtq', BIC, 'iban', 'AAAAGTGCXYZ', 'GT20AGRO00000000001234567890'],
  GY: ['gyd', BIC, /^[A-Z\d]{1,32}$/, 'AAAAGYGGXYZ', '000123456789'],
  ID: ['idr', /^[A-Z\d]{3,4}$/, /^\d{1,35}$/, '000', '000123456789'],
  IL: ['ils', null, 'iban', null, 'IL620108000000099999999'],
  IS: ['eur', null, 'iban', null, 'IS140159260076545510730339'],
  JM: ['jmd', /^\d{3}-?\d{5}$/, /^\d{1,18}$/, '111-00000', '000123456789'],
  JO: ['jod', BIC, 'iban', 'AAAAJOJOXXX', 'JO32ABCJ0010123456789012345678'],
  KE: ['kes', BIC, /^[A-Z\d]{1,32}$/, 'BARCKENXMDR', '000123456789'],
  KH: ['khr', BIC, /^[A-Z\d]{5,15}$/, 'AAAAKHKHXXX', '000123456789'],
  KR: ['krw', BIC, /^\d{11,15}$/, 'SGSEKRSLXXX', '000123456789'],
  KW: ['kwd', BIC, 'iban', 'AAAAKWKWXYZ', 'KW81CBKU0000000000001234560101'],
  KZ: ['kzt', BIC, 'iban', 'AAAAKZKZXXX', 'KZ221251234567890123'],
  LA: ['lak', BIC, /^[A-Z\d]{1,18}$/, 'AAAALALAXXX', '000123456789'],
  LC: ['xcd', BIC, /^[A-Z\d]{1,32}$/, 'AAAALCLCXYZ', '000123456789'],
  LK: ['lkr', /^[A-Z]{6}[A-Z\d]{5}-\d{7}$/, /^\d{10,18}$/, 'AAAALKLXXXX-7010999', '0000012345'],
  MA: ['mad', BIC, 'iban', 'AAAAMAMAXXX', 'MA64011519000001205000534921'],
  MC: ['eur', null, 'iban', null, 'MC5810096180790123456789085'],
  MD: ['mdl', BIC, 'iban', 'AAAAMDMDXXX', 'MD07AG123456789012345678'],
  MG: ['mga', BIC, 'iban', 'AAAAMGMGXXX', 'MG4800005000011234567890123'],
  MK: ['mkd', BIC, 'iban', 'AAAAMK2XXXX', 'MK49250120000058907'],
  MN: ['mnt', BIC, /^\d{1,12}$/, 'AAAAMNUBXXX', '0002222001'],
  MO: ['mop', BIC, /^\d{1,19}$/, 'AAAAMOMXXXX', '0000000001234567897'],
  MU: ['mur', BIC, 'iban', 'AAAAMUMUXYZ', 'MU17BOMM0101101030300200000MUR'],
  MZ: ['mzn', BIC, /^[A-Z\d]{21}$/, 'AAAAMZMXXXX', '001234567890123456789'],
  NA: ['nad', BIC, /^[A-Z\d]{8,13}$/, 'AAAANANXXYZ', '000123456789'],
  NE: ['xof', null, 'iban', null, 'NE58NE0380100100130305000268'],
  NG: ['ngn', BIC, /^\d{10}$/, 'AAAANGLAXXX', '1111111112'],
  OM: ['omr', BIC, /^\d{6,16}$/, 'AAAAOMOMXXX', '000123456789'],
  PA: ['usd', BIC, /^\d{1,18}$/, 'AAAAPAPAXXX', '000123456789'],
  PE: ['pen', null, /^\d{20}$/, null, '99934500012345670024'],
  PH: ['php', /^[A-Z\d]{8,11}$/, /^\d{1,17}$/, 'BCDEFGHI123', '01567890123456789'],
  PK: ['pkr', BIC, 'iban', 'AAAAPKKAXXX', 'PK36SCBL0000001123456702'],
  PY: ['pyg', /^\d{1,2}$/, /^\d{1,16}$/, '0', '0567890123456789'],
  QA: ['qar', BIC, 'iban', 'AAAAQAQAXXX', 'QA87CITI123456789012345678901'],
  RS: ['rsd', BIC, 'iban', 'TESTSERBXXX', 'RS35105008123123123173'],
  RW: ['rwf', BIC, /^\d{1,15}$/, 'AAAARWRWXXX', '000123456789'],
  SA: ['sar', BIC, 'iban', 'RIBLSARIXXX', 'SA4420000001234567891234'],
  SM: ['eur', BIC, 'iban', 'AAAASMSMXXX', 'SM86U0322509800000000270100'],
  SN: ['xof', null, 'iban', null, 'SN08SN0100152000048500003035'],
  SV: ['usd', BIC, 'iban', 'AAAASVS1XXX', 'SV44BCIE12345678901234567890'],
  TH: ['thb', /^\d{3}$/, /^\d{6,15}$/, '999', '000123456789'],
  TN: ['tnd', null, 'iban', null, 'TN5904018104004942712345'],
  TR: ['try', BIC, 'iban', 'ADABTRIS', 'TR320010009999901234567890'],
  TT: ['ttd', /^\d{3}-?\d{5}$/, /^\d{1,17}$/, '99900001', '00567890123456789'],
  TW: ['twd', BIC, /^\d{10,14}$/, 'AAAATWTXXXX', '0001234567'],
  TZ: ['tzs', BIC, /^[A-Z\d]{10,14}$/, 'AAAATZTXXXX', '0000123456789'],
  UY: ['uyu', /^\d{3}$/, /^\d{1,12}$/, '999', '000123456789'],
  UZ: ['uzs', /^[A-Z]{6}[A-Z\d]{5}-\d{5}$/, /^\d{5,20}$/, 'AAAAUZUZXXX-00000', '99934500012345670024'],
  VN: ['vnd', /^\d{8}$/, /^\d{1,17}$/, '01101100', '000123456789'],
  ZA: ['zar', BIC, /^[A-Z\d]{1,16}$/, 'FIRNZAJJ', '000001234'],
}

const RECIPIENT_COUNTRIES = new Map(
  Object.entries(ROWS).map(([country, row]) => [country, fromRow(country, row)]),
)

function fromRow(
  country: string,
  [currency, routing, account, testRouting, testAccount]: Row,
): RecipientCountry {
  return {
    currency,
    bank: {
      account: account === 'iban' ? ibanLike(country, testAccount) : account,
      ...(routing && { routing }),
    },
    testBankAccount: { account_number: testAccount, ...(testRouting && { routing_number: testRouting }) },
  }
}

/**
 * An IBAN has one length in a country. Stripe's test numbers have wrong check digits. Its German ones, which decide how payouts
 * end, are taken with the code of every IBAN country.
 */
function ibanLike(country: string, { length }: string): RegExp {
  return new RegExp(`^${country}\\d{2}([A-Z\\d]{${length - 4}}|37040044053201300\\d)$`)
}

/**
 * What Stripe knows about a country where only the recipient agreement is possible; undefined for every other.
 *
 * @example
 * recipientCountry('TH')?.currency // 'thb'
 */
export function recipientCountry(country: string): RecipientCountry | undefined {
  return RECIPIENT_COUNTRIES.get(country)
}

/** The codes of these countries, sorted. */
export function recipientCountries(): string[] {
  return [...RECIPIENT_COUNTRIES.keys()]
}
