/**
 * Takes one person through verification.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ResourceApi } from '../../resource-api.ts'
import { type Dossier, type ErrorCode, isIndividual, type PersonRow } from '../dossier.ts'
import { requiredFields } from '../required-fields.ts'
import { pathOf } from '../requirements.ts'
import { isRecipient, verificationFields } from '../service-agreement.ts'
import { judgeFiles } from './documents.ts'
import { detailsCode, type IdentityVerdict, type JudgedDocuments, judgeIdentity } from './identity.ts'
import { reasonFor } from './reasons.ts'

/** Whether the person gave a document. */
export function hasDocuments({ object: { verification } }: PersonRow): boolean {
  return [...filesOf(verification?.document), ...filesOf(verification?.additional_document)].length > 0
}

/** Judges one person's data and documents, and writes the result into the person's `verification`. */
export function judgePerson(api: ResourceApi, dossier: Dossier, person: PersonRow): IdentityVerdict {
  const { account } = dossier
  const verification = person.object.verification ?? unverified()
  const passport = person.secret.documents.passport ?? []
  const documents: JudgedDocuments = {
    identity: judgeDocument(api, [...filesOf(verification.document), ...passport]),
    address: judgeDocument(api, filesOf(verification.additional_document)),
  }
  const judged = judgeIdentity(person, documents, identityField(account), api.clock.now())
  const isMatched = !isRecipient(account) && isIdentified(dossier, person)
  const verdict = isMatched ? judged : withoutMatching(judged)
  const [finding] = verdict.findings
  const identity = faultDetails(documents.identity)
  const address = faultDetails(documents.address)
  const keyed = finding?.code.startsWith('verification_failed') ? failedKeyed(finding.code) : undefined
  person.object.verification = {
    ...verification,
    ...(identity.person ?? address.person ?? keyed ?? { details: null, details_code: null }),
    document: { front: null, back: null, ...verification.document, ...identity.document },
    additional_document: {
      front: null,
      back: null,
      ...verification.additional_document,
      ...address.document,
    },
  }
  const isProven = isMatched || documents.identity === 'passed'
  person.secret.verified = isProven && !finding && !verdict.listed
  return verdict
}

/** Whether the country asks who the person is, which it does of those whose birth date it asks for. */
function isIdentified(dossier: Dossier, person: PersonRow): boolean {
  return requiredFields(dossier).minimum.includes(pathOf(dossier.account, person, 'dob.day'))
}

/** The verdict on people whom Stripe compares with nobody: recipients, and those in a role that the country does not ask for. */
function withoutMatching({ findings, listed }: IdentityVerdict): IdentityVerdict {
  return { findings: findings.filter(({ code }) => !code.startsWith('verification_failed')), listed }
}

/** A person's `verification` before the first verdict. */
export function unverified(): Stripe.Person.Verification {
  const document = { back: null, details: null, details_code: null, front: null }
  return {
    additional_document: { ...document },
    details: null,
    details_code: null,
    document: { ...document },
    status: 'unverified',
  }
}

function judgeDocument(api: ResourceApi, files: string[]): JudgedDocuments['identity'] {
  return files.length === 0 ? null : (judgeFiles(api, files) ?? 'passed')
}

function filesOf(document: { front: unknown; back: unknown } | null | undefined): string[] {
  return [document?.front, document?.back].filter((file) => typeof file === 'string')
}

function faultDetails(judged: JudgedDocuments['identity']) {
  const clear = { details: null, details_code: null }
  if (judged === null || judged === 'passed') return { person: undefined, document: clear }
  const { at, code } = detailsCode(judged)
  const details = { details: reasonFor(`verification_${code}`), details_code: code }
  return at === 'person' ? { person: details, document: clear } : { person: undefined, document: details }
}

function failedKeyed(code: ErrorCode) {
  return { details: reasonFor(code), details_code: 'failed_keyed_identity' }
}

/** The field for a person's identity document: the passport in countries that ask for one, else the document. */
function identityField(account: Stripe.Account): string {
  const passport = 'documents.passport.files'
  const additional =
    verificationFields(account)?.[isIndividual(account) ? 'individual' : 'company'].additional ?? []
  return additional.some((path) => path.endsWith(passport)) ? passport : 'verification.document'
}
