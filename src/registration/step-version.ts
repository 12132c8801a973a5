import { createHash } from 'node:crypto'
import type { Stripe } from 'stripe'
import type { Context } from '../context/context.ts'
import type { StepId } from './form.ts'
import { registrationSteps } from './steps.ts'

/**
 * What a form carries to say which answers it was drawn with: another tab may have changed them by the time it is sent.
 * Questions without an answer do not count, as Stripe may ask new ones at any time.
 */
export function stepVersion(context: Context, account: Stripe.Account, step: StepId): string {
  const groups = registrationSteps(context, account).find(({ id }) => id === step)?.groups ?? []
  const answers = groups
    .flatMap(({ fields }) => fields)
    .map(({ name, value, parts }) => [name, value, ...Object.values(parts ?? {})])
    .filter(([, ...answer]) => answer.some(Boolean))
  return createHash('sha256').update(JSON.stringify(answers)).digest('base64url')
}
