import type { Context } from '../../context/context.ts'
import { stripeInBrowsers } from '../../stripe/in-browsers.ts'
import { takesTestValues } from '../situation.ts'
import type { TokenForm, TokenSettings } from './token-form.ts'

/** What a template needs of a form whose answers go to Stripe alone. */
export interface TokenPage {
  /** The address of Stripe.js. */
  script: string
  /** `TokenSettings` as JSON. */
  settings: string
}

/** @returns undefined where the answers come to this server */
export function tokenPage(context: Context, form: TokenForm): TokenPage | undefined {
  const { services, messages } = context
  const { tokensOnly, publishableKey: key, ...stripe } = services.config.stripe
  if (!tokensOnly || key === undefined) return undefined
  const { script, files } = stripeInBrowsers(stripe)
  const test = takesTestValues(context)
  const settings: TokenSettings = { form, language: messages.language, test, key, files }
  return { script, settings: JSON.stringify(settings) }
}
