import { sql, type Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import { dropHeaderValues } from '../../application/store.ts'
import { withTables } from '../../storage/database.ts'
import { defineStore } from '../../storage/define-store.ts'
import type { Owner } from '../../storage/owner.ts'
import { type PageOfRows, paged } from '../../storage/paging.ts'
import type { EngineTables } from '../../storage/tables.ts'
import { useTicket, voidTickets } from '../../storage/tickets.ts'
import { takeTicket } from '../../storage/write.ts'
import type { AccountStatus } from '../account-status.ts'
import { accountColumns, COLUMNS_RULE } from './account-columns.ts'
import { type AccountOverview, accountOverview } from './account-overview.ts'
import { type AccountPlace, type AccountPlaces, accountPlaces, leavePlace } from './account-places.ts'
import { insertAccount, type NewStripeAccount } from './insert-account.ts'
import { keepAccount } from './keep-account.ts'
import { type StripeAccountRow, toRow } from './stripe-account-row.ts'
import type { AccountTables } from './tables.ts'
import type { TakenOverTables } from './taken-over.ts'

/**
 * The tenant's accounts. Another tenant's account counts as one that does not exist, even if its id is known.
 *
 * Every change of a row (insert, record, delete) drops its person's header values in the same transaction. If the process
 * stops before it makes new ones, they are missing instead of old, and the next request makes them.
 */
export interface StripeAccounts extends AccountOverview, AccountPlaces {
  /**
   * @param place the place taken for the account
   * @returns false when a row with that id exists already; it stays as it is
   */
  insert(row: NewStripeAccount, place?: AccountPlace): Promise<boolean>
  find(stripeid: string): Promise<StripeAccountRow | undefined>
  /** The present row, never from a replica: for writes that depend on it. */
  findCurrent(stripeid: string): Promise<StripeAccountRow | undefined>
  /** Newest first. */
  ofPerson(
    accountid: string,
    page?: PageOfRows,
    statuses?: readonly AccountStatus[],
  ): Promise<StripeAccountRow[]>
  countOfPerson(accountid: string): Promise<number>
  /** @returns whether there is any account that Stripe has shown, as it may not yet have those of the earlier module */
  any(): Promise<boolean>
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
  const { appid, db, now, read, change } = withTables<AccountTables>(database)
  const update = async (
    transaction: Transaction<EngineTables & AccountTables>,
    wrote: (owner: Owner) => void,
    stripeid: string,
    stripeObject: Stripe.Account,
  ): Promise<boolean> => {
    const owner = await keepAccount(transaction, database, stripeid)
    if (!owner) return false
    await transaction
      .updateTable(TABLE)
      .set({ ...accountColumns(stripeObject), updated_at: now() })
      .$if(stripeObject.payouts_enabled, (query) =>
        query.set({ approved_at: sql<Date>`coalesce(approved_at, ${now()})` }),
      )
      .where('appid', '=', appid)
      .where('stripeid', '=', stripeid)
      .execute()
    await dropHeaderValues(transaction, database, owner)
    wrote(owner)
    return true
  }

  const recomputeRow = (stripeid: string) =>
    change(async (transaction, wrote) => {
      const owner = await keepAccount(transaction, database, stripeid)
      const row = await transaction
        .selectFrom(TABLE)
        .select('stripe_object')
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .where('columns_rule', '<', COLUMNS_RULE)
        .executeTakeFirst()
      if (!owner || !row) return
      await transaction
        .updateTable(TABLE)
        .set(accountColumns(JSON.parse(row.stripe_object)))
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .execute()
      wrote(owner)
    })

  return {
    ...accountOverview(database),
    ...accountPlaces(database),

    insert: (row, place) =>
      change(async (transaction, wrote) => {
        const inserted = await insertAccount(transaction, database, row)
        if (inserted) {
          await dropHeaderValues(transaction, database, row)
          wrote(row)
        }
        if (place) await leavePlace(transaction, database, row.accountid, place, true)
        return inserted
      }),

    async find(stripeid) {
      const found = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('stripeid', '=', stripeid)
          .executeTakeFirst(),
      )
      return found && toRow(found)
    },

    async findCurrent(stripeid) {
      const found = await db
        .selectFrom(TABLE)
        .selectAll()
        .where('appid', '=', appid)
        .where('stripeid', '=', stripeid)
        .executeTakeFirst()
      return found && toRow(found)
    },

    async ofPerson(accountid, page, statuses) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses ?? []))
          .orderBy('created_at', 'desc')
          .orderBy('arrived', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    async countOfPerson(accountid) {
      const { count } = await read((db) =>
        db
          .selectFrom(TABLE)
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow(),
      )
      return count
    },

    async any() {
      const found = await db
        .withTables<TakenOverTables>()
        .selectFrom(TABLE)
        .select('stripeid')
        .where('appid', '=', appid)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('connect_taken_over as earlier')
                .select('earlier.objectid')
                .whereRef('earlier.appid', '=', `${TABLE}.appid`)
                .whereRef('earlier.objectid', '=', `${TABLE}.stripeid`)
                .where((eb) => eb.or([eb('refreshed_at', 'is', null), eb('dead_at', 'is not', null)])),
            ),
          ),
        )
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },

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
        await insertAccount(transaction, database, row)
        // Update also a row that another request inserted first: its answer may be older than this one.
        return update(transaction, wrote, row.stripeid, row.stripeObject)
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
        wrote(owner)
      }),
  }
})
