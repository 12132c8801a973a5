import { z } from 'zod'

/** What takes the place of a seller's answers where `STRIPE_JS` is 3. */
export const token = z
  .string()
  .max(200)
  .optional()
  .describe('with STRIPE_JS=3: a token that Stripe.js made of the rest of what this route takes')
