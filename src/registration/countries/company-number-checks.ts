/**
 * Whether a company's number is mistyped: one that has the form of its country's numbers, and check digits that do not fit.
 * Registers write their numbers in many ways, and clubs and public bodies have others. So a number of any other form passes.
 *
 * @see https://arthurdejong.org/python-stdnum/formats
 * @module
 */
import { validate as abn } from 'stdnum/lib/cjs/au/abn.js'
import { validate as acn } from 'stdnum/lib/cjs/au/acn.js'
import { validate as kbo } from 'stdnum/lib/cjs/be/vat.js'
import { validate as cnpj } from 'stdnum/lib/cjs/br/cnpj.js'
import { validate as bn } from 'stdnum/lib/cjs/ca/bn.js'
import { validate as uid } from 'stdnum/lib/cjs/ch/uid.js'
import { validate as ico } from 'stdnum/lib/cjs/cz/ico.js'
import { validate as cvr } from 'stdnum/lib/cjs/dk/cvr.js'
import { validate as registrikood } from 'stdnum/lib/cjs/ee/registrikood.js'
import { InvalidChecksum } from 'stdnum/lib/cjs/exceptions.js'
import { validate as ytunnus } from 'stdnum/lib/cjs/fi/ytunnus.js'
import { validate as siren } from 'stdnum/lib/cjs/fr/siren.js'
import { validate as oib } from 'stdnum/lib/cjs/hr/oib.js'
import { validate as iva } from 'stdnum/lib/cjs/it/iva.js'
import { validate as cn } from 'stdnum/lib/cjs/jp/cn.js'
import { validate as orgnr } from 'stdnum/lib/cjs/no/orgnr.js'
import { validate as nip } from 'stdnum/lib/cjs/pl/nip.js'
import { validate as nipc } from 'stdnum/lib/cjs/pt/nipc.js'
import { validate as cui } from 'stdnum/lib/cjs/ro/cui.js'
import { validate as organisationsnummer } from 'stdnum/lib/cjs/se/orgnr.js'
import { validate as uen } from 'stdnum/lib/cjs/sg/uen.js'
import { own } from '../../core/own.ts'
import { withAndWithoutLabel, withoutGroups } from '../../core/plain-characters.ts'

type Validate = typeof abn

const TAX_IDS: Record<string, Validate> = {
  ...{ AU: abn, BE: kbo, BR: cnpj, CA: bn, CH: uid, CZ: ico, DK: cvr, EE: registrikood, FI: ytunnus },
  ...{ FR: siren, HR: oib, IT: iva, JP: cn, NO: orgnr, PL: nip, PT: nipc, RO: cui },
  ...{ SE: organisationsnummer, SG: uen },
}

const REGISTRATION_NUMBERS: Record<string, Validate> = { AU: acn }

/** Numbers of Stripe's test mode, which belong to no company. @see https://docs.stripe.com/connect/testing#test-business-tax-ids */
const TEST_NUMBER = /^([012])\1{3,19}$|^111111112$|^22222[01]\d{3}$/

/**
 * @param test whether Stripe's test numbers are accepted
 * @example
 * isMistypedCompanyNumber('FR', 'tax_id', '732 829 321', false) // true: a SIREN, but for its last digit
 */
export function isMistypedCompanyNumber(
  country: string,
  field: 'tax_id' | 'registration_number',
  typed: string,
  test: boolean,
): boolean {
  const validate = own(field === 'tax_id' ? TAX_IDS : REGISTRATION_NUMBERS, country)
  if (!validate) return false
  const readings = withAndWithoutLabel(typed).map(withoutGroups)
  if (test && readings.some((number) => TEST_NUMBER.test(number))) return false
  const found = readings.map((number) => validate(number))
  return found.every(({ isValid }) => !isValid) && found.some(({ error }) => error instanceof InvalidChecksum)
}
