import { createHmac } from 'node:crypto'

/** The `Stripe-Signature` header of a body (https://docs.stripe.com/webhooks#verify-manually). `time` is in Unix seconds. */
export function signatureHeader(body: string, secret: string, time: number): string {
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  return `t=${time},v1=${signature}`
}
