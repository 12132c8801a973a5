/**
 * The record of what administrators decided about accounts.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../context/context.ts'
import { nameOf } from './name-of.ts'
import { peopleByName } from './people-by-name.ts'
import type { DecisionRow } from './store/decisions.ts'
import { decisionStore } from './store/decisions.ts'

/** The `reason` of a deletion that the app had refused. */
export const APP_REFUSED = 'app-refused'

/**
 * Records a decision and carries it out. The record comes first, so that nothing is done without one, and says that it was only
 * tried until it is done.
 *
 * @param carryOut gives undefined when somebody else had done it before
 * @throws what `carryOut` throws
 */
export async function decide<T>(
  { services, caller, log }: SignedInContext,
  row: StripeAccountRow,
  decision: Pick<DecisionRow, 'action' | 'reason' | 'override'>,
  carryOut: () => Promise<T>,
): Promise<T> {
  const { accountid } = caller
  const decisions = decisionStore(services.storage)
  const decisionid = randomUUID()
  const { stripeid } = row
  const name = nameOf(row) ?? stripeid
  await decisions.insert({ decisionid, stripeid, name, accountid, ...decision })
  log.info({ stripeid, administrator: accountid, ...decision }, 'an administrator decided about an account')
  const done = await carryOut()
  if (done !== undefined) await decisions.carriedOut({ decisionid, action: decision.action, accountid })
  return done
}

/** Decisions for a page, with who decided by name. */
export async function listedDecisions(
  context: SignedInContext,
  search: { stripeid?: string },
  limit: number,
) {
  const rows = await decisionStore(context.services.storage).list(search, { offset: 0, limit })
  const people = await peopleByName(
    context,
    rows.map(({ accountid }) => accountid),
  )
  return rows.map((row) => ({ ...row, by: people.get(row.accountid) }))
}

/** Who did this to the account last, as far as it is recorded. */
export async function whoDid(context: SignedInContext, stripeid: string, action: DecisionRow['action']) {
  const decisions = await listedDecisions(context, { stripeid }, MOST_LOOKED_AT)
  return decisions.find((decision) => decision.done && decision.action === action)
}

const MOST_LOOKED_AT = 50
