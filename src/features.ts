/**
 * The one list of what the module is made of: every route, whatever host serves it, every object of Stripe's that is copied into
 * its database, the entries of the menus, what the pages say, the migrations of tables, what is taken over from the earlier
 * module, the rows that are deleted once they are old, and the numbers that are kept.
 *
 * @module
 */
import { accounts } from './accounts/feature.ts'
import { events } from './events/feature.ts'
import { oversight } from './oversight/feature.ts'
import { payouts } from './payouts/feature.ts'
import { registration } from './registration/feature.ts'
import { combine } from './web/feature.ts'
import { apiReference } from './web/openapi/reference.ts'

export const features = [events, accounts, registration, payouts, oversight] as const

export const { api, statuses } = combine(features)

export const { routes, mirrors, menus, messages, migrations, takesOver, forgets, recomputes, recounts } =
  combine([...features, apiReference(api, statuses)])
