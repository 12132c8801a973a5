/** sync-engine as its users run it, without HTTP: it verifies each event and writes the object in it. */
import { createRequire } from 'node:module'
import { SECRET, signedEvents } from './webhook-events.ts'
import { followOrders } from './webhook-order.ts'

// Loaded as an ES module, it does not find its migrations.
const { runMigrations, StripeSync } = createRequire(import.meta.url)(
  '@supabase/stripe-sync-engine',
) as typeof import('@supabase/stripe-sync-engine')

/** Events signed for each second: more than it handles. */
const MOST_A_SECOND = 10_000

const { DATABASE = '' } = process.env
await runMigrations({ databaseUrl: DATABASE, schema: 'stripe' })
const sync = new StripeSync({
  stripeSecretKey: 'sk_test_benchmark',
  stripeWebhookSecret: SECRET,
  poolConfig: { connectionString: DATABASE, max: 20 },
})
followOrders(async ({ connections, seconds }) => {
  const events = signedEvents('customer', MOST_A_SECOND * seconds)
  const next = async () => {
    const event = events.pop()
    if (event) await sync.processWebhook(Buffer.from(event.body), event.signature)
    return event !== undefined
  }
  return Array.from({ length: connections }, () => ({ next }))
})
process.send?.('started')
