/** Whether a name is `stripe.com` or below it: a program that calls it was led to the offline Stripe. */
export function isStripeHost(name: string): boolean {
  return /(^|\.)stripe\.com$/i.test(name)
}
