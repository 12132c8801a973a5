/**
 * Judges a company by its tax id, its name and its document. Ordinary values pass; Stripe's test values fail as they do at
 * Stripe (https://docs.stripe.com/connect/testing#business-information):
 *
 * | value | effect |
 * | --- | --- |
 * | tax id 000000000, 000000001 | matches, the second as a non-profit's |
 * | tax id 222222222 | matches at once, in the answer to the request |
 * | tax id 111111111 | belongs to another company: Stripe asks for another one or a document |
 * | tax id 111111112 | was never issued: Stripe asks for the same |
 * | tax id 222221000 | is in no register: Stripe asks for the same |
 * | tax id 222221005 | the register never answers |
 * | name `mismatch_business_name` | does not match: Stripe asks for another one or a document |
 * | name `disallowed_name` | is not allowed: Stripe asks for another one |
 *
 * What the other test numbers say about a company's people stands in `register.ts`. Numbers of zeros, ones or twos have the
 * length of the country's numbers. A document that passes outweighs tax id and name.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi } from '../../resource-api.ts'
import type { Dossier, ErrorCode } from '../dossier.ts'
import type { BusinessFinding } from './business.ts'
import { type Fault, judgeFiles } from './documents.ts'
import { consistsOf } from './identity.ts'
import { reasonFor } from './reasons.ts'

const DOCUMENT = 'company.verification.document'

const TAX_ID_CODES: Record<string, ErrorCode> = {
  '111111112': 'verification_failed_tax_id_not_issued',
  '222221000': 'verification_failed_keyed_match',
}
const UNANSWERED_TAX_ID = '222221005'

/** The faults that `company.verification.document.details_code` has words for. */
const SHOWN_FAULTS: readonly Fault[] = [
  ...(['corrupt', 'expired', 'failed_copy', 'failed_greyscale', 'failed_other', 'failed_test_mode'] as const),
  ...(['fraudulent', 'incomplete', 'invalid', 'manipulated', 'not_readable', 'not_uploaded'] as const),
  ...(['too_large', 'type_not_supported'] as const),
]

/** Judges the company, and writes the result into its document. */
export function judgeCompany(api: ResourceApi, dossier: Dossier): BusinessFinding[] {
  const { account } = dossier
  const document = account.company?.verification?.document
  const files = [document?.front, document?.back].filter((file) => typeof file === 'string')
  const fault = judgeFiles(api, files)
  showFault(account, fault)
  const isAllowed = account.company?.name !== 'disallowed_name'
  return [
    ...(isAllowed ? [] : [{ requirement: 'company.name', code: 'invalid_company_name_denylisted' } as const]),
    ...(fault ? [{ requirement: DOCUMENT, code: `verification_document_${fault}` } as const] : []),
    ...(files.length === 0 ? [...judgeTaxId(dossier), ...judgeName(account)] : []),
  ]
}

/** The company's tax id without separators. */
export function taxIdOf({ row }: Dossier): string {
  return (row.secret.company.tax_id ?? '').replace(/[^0-9A-Za-z]/g, '')
}

/** Whether the tax id matches at once instead of some seconds later. */
export function isCompanyMatchedAtOnce(dossier: Dossier): boolean {
  return consistsOf('2', taxIdOf(dossier))
}

/** The fields about which a register gives no answer. */
export function awaitedFields(dossier: Dossier): string[] {
  return taxIdOf(dossier) === UNANSWERED_TAX_ID ? ['company.tax_id'] : []
}

function judgeTaxId(dossier: Dossier): BusinessFinding[] {
  const number = taxIdOf(dossier)
  const code = consistsOf('1', number) ? 'verification_failed_tax_id_match' : TAX_ID_CODES[number]
  const finding = { requirement: 'company.tax_id', alternative: [DOCUMENT], answeredBy: ['company.name'] }
  return code ? [{ ...finding, code }] : []
}

function judgeName({ company }: Stripe.Account): BusinessFinding[] {
  return company?.name === 'mismatch_business_name'
    ? [{ requirement: 'company.name', code: 'verification_failed_name_match', alternative: [DOCUMENT] }]
    : []
}

function showFault({ company }: Stripe.Account, fault: Fault | null): void {
  if (!company) return
  const shown = fault && !SHOWN_FAULTS.includes(fault) ? 'failed_other' : fault
  company.verification = {
    document: {
      ...{ front: null, back: null, ...company.verification?.document },
      details: fault && reasonFor(`verification_document_${fault}`),
      details_code: shown && `document_${shown}`,
    },
  }
}
