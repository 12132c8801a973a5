/**
 * Forms with `STRIPE_JS=3`: takes out what is for Stripe alone before anything else sees it.
 *
 * @module
 */
import type { Services } from '../context/context.ts'
import type { Page } from './route.ts'
import type { PostedForm } from './sent.ts'

/** The token of the form itself. */
const OF_EVERY_FORM = ['csrf-token']

interface Sifted {
  posted: PostedForm
  /** The names of what was taken out. */
  forStripe: string[]
}

export function sift(
  posted: PostedForm,
  page: Pick<Page, 'isForUs'>,
  { config }: Pick<Services, 'config'>,
): Sifted {
  if (!config.stripe.tokensOnly) return { posted, forStripe: [] }
  const isForUs = (name: string) => OF_EVERY_FORM.includes(name) || page.isForUs(name)
  const values = Object.entries(posted.values)
  return {
    posted: { ...posted, values: Object.fromEntries(values.filter(([name]) => isForUs(name))) },
    forStripe: values.map(([name]) => name).filter((name) => !isForUs(name)),
  }
}
