import type { Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import { dropHeaderValues } from '../../application/store.ts'
import { asOptionalDate } from '../../storage/columns.ts'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import type { Owner } from '../../storage/owner.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { useTicket, voidTickets } from '../../storage/tickets.ts'
import { takeTicket } from '../../storage/write.ts'
import { accountColumns, COLUMNS_RULE, type PersonColumns } from './account-columns.ts'
import { type AccountOverview, accountOverview } from './account-overview.ts'
import { type AccountPlace, type AccountPlaces, accountPlaces, leavePlace } from './account-places.ts'
import { type AccountReads, accountReads } from './account-reads.ts'
import { type AccountTallies, accountTallies, tallyAccount } from './account-tallies.ts'
import { keepWords } from './account-text.ts'
import { insertAccount, type NewStripeAccount } from './insert-account.ts'
import { type KeptAccount, keepAccount } from './keep-account.ts'
import type { AccountTables } from './tables.ts'

/**
 * The tenant's accounts. Another tenant's account counts as one that does not exist, even if its id is known.
 *
 * Every change of a row (insert, record, delete) drops its person's header values in the same transaction. If the process
 * stops before it makes new ones, they are missing instead of old, and the next request makes them.
 */
export interface StripeAccounts extends AccountReads, AccountOverview, AccountPlaces, AccountTallies {
  /**
   * @param place the place taken for the account
   * @returns false when a row with that id exists already; it stays as it is
   */
  insert(row: NewStripeAccount, place?: AccountPlace): Promise<boolean>
  /**
   * Takes a ticket before a request to Stripe, so that the answer to an earlier request never replaces a later one.
   *
   * @returns a number that grows with every call for this account
   */
  ticket(stripeid: string): Promise<number>
  /** @returns false when an answer with a later ticket is stored already, or the row is gone */
  record(stripeid: string, stripeObject: Stripe.Account, ticket: number): Promise<boolean>
  /**
   * For Stripe's answer to a change. A request with a later ticket may have been answered before the change: then only another
   * request tells the present state.
   *
   * @returns false when a later ticket was given out, or the row is gone
   */
  recordChange(stripeid: string, stripeObject: Stripe.Account, ticket: number): Promise<boolean>
  /**
   * As `record`, for an account without a row. When another process has inserted one first, that row keeps its owner.
   *
   * @returns false when an answer with a later ticket is stored already, the account was deleted since the ticket was taken, or
   *   another tenant has it
   */
  adopt(row: NewStripeAccount, ticket: number): Promise<boolean>
  setSubmitted(stripeid: string, at: Date): Promise<void>
  /** Keeps the name and e-mail address by which the host knows the person, to find the account by. */
  setPerson(stripeid: string, person: PersonColumns): Promise<void>
  /**
   * Computes the columns of rows again that have the number of an older rule, up to `limit` rows.
   *
   * @returns how many rows there were; fewer than the limit when none are left
   */
  recompute(limit: number): Promise<number>
  /** With its persons and payouts. */
  delete(stripeid: string): Promise<void>
}

const TABLE = 'connect_stripe_accounts'

export const accountStore = defineStore((database): StripeAccounts => {
  const { appid, db, now, change } = withTables<AccountTables>(database)
  const update = async (
    transaction: Transaction<EngineTables & AccountTables>,
    wrote: (owner: Owner) => void,
    stripeid: string,
    stripeObject: Stripe.Account,
    { isNew = false } = {},
  ): Promise<boolean> => {
    const kept = await keepAccount(transaction, database, stripeid)
    if (!kept) return false
    const approvedAt = asOptionalDate(kept.approved_at) ?? (stripeObject.payouts_enabled ? now() : null)
    const columns = { ...accountColumns(stripeObject, kept), approved_at: approvedAt }
    await transaction
      .updateTable(TABLE)
      .set({ ...columns, updated_at: now() })
      .where('appid', '=', appid)
      .where('stripeid', '=', stripeid)
      .execute()
    await keepWords(transaction, database, { stripeid, was: wordsKept(kept), is: columns.search_text })
    await dropHeaderValues(transaction, database, kept)
    const is = { ...columns, created_at: kept.created_at }
    await tallyAccount(transaction, database, { stripeid, was: isNew ? undefined : kept, is })
    wrote(kept)
    return true
  }

  const recomputeRow = (stripeid: string, person?: PersonColumns) =>
    change(async (transaction, wrote) => {
      const kept = await keepAccount(transaction, database, stripeid)
      const row = await transaction
        .selectFrom(TABLE)
        .select('stripe_object')
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .$if(person === undefined, (query) => query.where('columns_rule', '<', COLUMNS_RULE))
        .executeTakeFirst()
      if (!kept || !row) return
      const columns = { ...accountColumns(JSON.parse(row.stripe_object), person ?? kept), ...person }
      await transaction
        .updateTable(TABLE)
        .set(columns)
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .execute()
      await keepWords(transaction, database, { stripeid, was: wordsKept(kept), is: columns.search_text })
      await tallyAccount(transaction, database, { stripeid, was: kept, is: { ...kept, ...columns } })
      wrote(kept)
    })

  return {
    ...accountReads(database),
    ...accountOverview(database),
    ...accountPlaces(database),
    ...accountTallies(database),

    insert: (row, place) =>
      change(async (transaction, wrote) => {
        const inserted = await insertAccount(transaction, database, row)
        if (inserted) {
          await dropHeaderValues(transaction, database, row)
          wrote(row)
        }
        if (place) await leavePlace(transaction, database, row.accountid, place, true)
        if (inserted) await tallyAccount(transaction, database, { stripeid: row.stripeid, is: inserted })
        return inserted !== undefined
      }),

    ticket: (stripeid) => takeTicket(db, appid, stripeid, now()),

    record: (stripeid, stripeObject, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useTicket(transaction, database, stripeid, ticket))) return false
        return update(transaction, wrote, stripeid, stripeObject)
      }),

    recordChange: (stripeid, stripeObject, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useTicket(transaction, database, stripeid, ticket, { last: true }))) return false
        return update(transaction, wrote, stripeid, stripeObject)
      }),

    adopt: (row, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useTicket(transaction, database, row.stripeid, ticket))) return false
        const inserted = await insertAccount(transaction, database, row)
        // Update also a row that another request inserted first: its answer may be older than this one.
        return update(transaction, wrote, row.stripeid, row.stripeObject, { isNew: inserted !== undefined })
      }),

    setSubmitted: (stripeid, at) =>
      change(async (transaction, wrote) => {
        const owner = await keepAccount(transaction, database, stripeid)
        if (!owner) return
        await transaction
          .updateTable(TABLE)
          .set({ submitted_at: at, updated_at: now() })
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .execute()
        wrote(owner)
      }),

    setPerson: recomputeRow,

    async recompute(limit) {
      const rows = await db
        .selectFrom(TABLE)
        .select('stripeid')
        .where('appid', '=', appid)
        .where('columns_rule', '<', COLUMNS_RULE)
        .limit(limit)
        .execute()
      for (const { stripeid } of rows) await recomputeRow(stripeid)
      return rows.length
    },

    delete: (stripeid) =>
      change(async (transaction, wrote) => {
        await voidTickets(transaction, database, stripeid)
        const owner = await keepAccount(transaction, database, stripeid)
        if (!owner) return
        await transaction
          .deleteFrom(TABLE)
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .execute()
        await dropHeaderValues(transaction, database, owner)
        await tallyAccount(transaction, database, { stripeid, was: owner })
        wrote(owner)
      }),
  }
})

/** The search text whose words are kept; undefined when an older rule made them. */
function wordsKept({ search_text, columns_rule }: KeptAccount): string | undefined {
  return columns_rule === COLUMNS_RULE ? search_text : undefined
}
