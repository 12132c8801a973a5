/**
 * A registration form as data: what a page draws and what a posted answer is checked against.
 * Computed from what Stripe says is due; no list of fields per country is written by hand.
 *
 * @module
 */
import type { FieldGroup } from '../web/form-fields.ts'

/** The steps that a person recognises, in order. */
export const STEPS = ['about-you', 'address', 'document', 'business', 'bank-account', 'review'] as const
export type StepId = (typeof STEPS)[number]

export interface Step {
  id: StepId
  title: string
  /** One sentence on why this is asked. */
  introduction: string
  groups: FieldGroup[]
  /** Nothing that is due is missing from it. */
  complete: boolean
  /** Stripe refused something of it, or a deadline runs. */
  attention: boolean
}
