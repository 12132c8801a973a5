/**
 * A registration form as data, which a page draws and posted answers are checked against.
 * It is computed from Stripe's requirements: nobody writes a list of fields per country.
 *
 * @module
 */
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import type { FieldGroup } from '../web/form-fields.ts'
import { link } from '../web/link.ts'

/** The steps of a registration, in order. */
export const STEPS = [
  'about-you',
  'address',
  'company',
  'people',
  'document',
  'business',
  'bank-account',
  'at-stripe',
  'review',
] as const
export type StepId = (typeof STEPS)[number]

export interface Step {
  id: StepId
  /** A step with questions has a form. Each of the others has its own page. */
  kind: 'form' | 'people' | 'bank-account' | 'at-stripe' | 'review'
  /** The address of the step's page. */
  path: string
  title: string
  /** One sentence on why the step is needed. */
  introduction: string
  /** Empty for steps without a form. */
  groups: FieldGroup[]
  /** Nothing that is due is missing. */
  complete: boolean
  /** Stripe refused an answer or the bank account, set a deadline or asks for consent again. */
  attention: boolean
}

/** The page for each kind of step. */
export const PAGE_OF_KIND = {
  form: ACCOUNT_PAGES.edit,
  people: ACCOUNT_PAGES.persons,
  'bank-account': ACCOUNT_PAGES.bank,
  'at-stripe': ACCOUNT_PAGES.atStripe,
  review: ACCOUNT_PAGES.submit,
} as const

/** A step's kind, and the address of its page. */
export function placeOfStep(id: StepId, stripeid: string): Pick<Step, 'kind' | 'path'> {
  const kind = isOwnKind(id) ? id : 'form'
  return { kind, path: link(PAGE_OF_KIND[kind], { stripeid, step: kind === 'form' ? id : undefined }) }
}

/** Whether a step is no form, and has its own page. */
function isOwnKind(id: StepId): id is StepId & keyof typeof PAGE_OF_KIND {
  return id in PAGE_OF_KIND
}
