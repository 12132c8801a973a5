/**
 * A registration form as data: what a page draws and what a posted answer is checked against.
 * Computed from what Stripe says is due; no list of fields per country is written by hand.
 *
 * @module
 */
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import type { FieldGroup } from '../web/form-fields.ts'
import { link } from '../web/link.ts'

/** The steps that a person recognises, in order. */
export const STEPS = ['about-you', 'address', 'document', 'business', 'bank-account', 'review'] as const
export type StepId = (typeof STEPS)[number]

export interface Step {
  id: StepId
  /** A form of questions, or a page besides it. */
  kind: 'form' | 'bank-account' | 'review'
  /** Where the step is worked on. */
  path: string
  title: string
  /** One sentence on why this is asked. */
  introduction: string
  /** Empty for steps that have no form. */
  groups: FieldGroup[]
  /** Nothing that is due is missing from it. */
  complete: boolean
  /** Stripe refused something of it, or a deadline runs. */
  attention: boolean
}

/** The page on which steps of a kind are worked on. */
export const PAGE_OF_KIND = {
  form: ACCOUNT_PAGES.edit,
  'bank-account': ACCOUNT_PAGES.bank,
  review: ACCOUNT_PAGES.submit,
} as const

/** How a step is worked on, and where. */
export function placeOfStep(id: StepId, stripeid: string): Pick<Step, 'kind' | 'path'> {
  const kind = id === 'bank-account' || id === 'review' ? id : 'form'
  return { kind, path: link(PAGE_OF_KIND[kind], { stripeid, step: kind === 'form' ? id : undefined }) }
}
