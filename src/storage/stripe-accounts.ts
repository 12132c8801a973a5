import type { Transaction } from 'kysely'
import type { Stripe } from 'stripe'
import { accountColumns } from './account-columns.ts'
import { type AccountOverview, accountOverview } from './account-overview.ts'
import { fromSeconds } from './columns.ts'
import type { Database } from './database.ts'
import { dropHeaderValues } from './header-values.ts'
import { keepAccount } from './keep-account.ts'
import type { Owner } from './owner.ts'
import { type PageOfRows, paged } from './paging.ts'
import { type StripeAccountRow, toRow } from './stripe-account-row.ts'
import type { Tables } from './tables.ts'
import { useTicket, voidTickets } from './tickets.ts'
import { insertIfNew, takeTicket } from './write.ts'

interface NewStripeAccount extends Owner {
  stripeid: string
  stripeObject: Stripe.Account
}

/**
 * Every change of a row (insert, record, delete) drops its person's header values in the same transaction: when the
 * process stops before they are made anew, they are missing instead of old, and whoever reads next makes them.
 */
export interface StripeAccounts extends AccountOverview {
  /** @returns false when a row of that id exists already, which is then left as it is */
  insert(row: NewStripeAccount): Promise<boolean>
  find(appid: string, stripeid: string): Promise<StripeAccountRow | undefined>
  /** Across tenants: for webhooks, which know only Stripe's id. */
  findAnywhere(stripeid: string): Promise<StripeAccountRow | undefined>
  /** Newest first. */
  ofPerson(appid: string, accountid: string, page?: PageOfRows): Promise<StripeAccountRow[]>
  countOfPerson(appid: string, accountid: string): Promise<number>
  /** Across tenants. @returns whether there is any account */
  any(): Promise<boolean>
  /**
   * Takes a ticket before Stripe is asked, so that an answer that was asked for earlier never replaces a later one.
   *
   * @returns a number that grows with every call for this account
   */
  ticket(stripeid: string): Promise<number>
  /** @returns false when an answer with a later ticket is stored already, or the row is gone */
  record(stripeid: string, stripeObject: Stripe.Account, ticket: number): Promise<boolean>
  /**
   * For what Stripe answered to a change. Whoever holds a later ticket may have been answered before the change was made: then
   * only asking once more tells what is so.
   *
   * @returns false when a later ticket was given out, or the row is gone
   */
  recordChange(stripeid: string, stripeObject: Stripe.Account, ticket: number): Promise<boolean>
  /**
   * As `record`, for an account that has no row yet; one that it was given meanwhile keeps its owner.
   *
   * @returns false when an answer with a later ticket is stored already, or the account was deleted since the ticket was taken
   */
  adopt(row: NewStripeAccount, ticket: number): Promise<boolean>
  setSubmitted(stripeid: string, at: Date): Promise<void>
  /** With its persons and payouts. */
  delete(stripeid: string): Promise<void>
}

const TABLE = 'connect_stripe_accounts'

export function stripeAccounts(database: Database): StripeAccounts {
  const { db, traits, now, read, change } = database
  const insertIfMissing = (
    transaction: Transaction<Tables>,
    { stripeObject, ...row }: NewStripeAccount,
  ): Promise<boolean> => {
    const submittedAt = stripeObject.tos_acceptance?.date
    return insertIfNew(transaction, TABLE, {
      ...row,
      ...accountColumns(stripeObject),
      created_at: stripeObject.created ? fromSeconds(stripeObject.created) : now(),
      updated_at: now(),
      submitted_at: submittedAt ? fromSeconds(submittedAt) : null,
    })
  }

  const update = async (
    transaction: Transaction<Tables>,
    wrote: (owner: Owner) => void,
    stripeid: string,
    stripeObject: Stripe.Account,
  ): Promise<boolean> => {
    const owner = await keepAccount(transaction, traits, stripeid)
    if (!owner) return false
    await transaction
      .updateTable(TABLE)
      .set({ ...accountColumns(stripeObject), updated_at: now() })
      .where('stripeid', '=', stripeid)
      .execute()
    await dropHeaderValues(transaction, traits, owner)
    wrote(owner)
    return true
  }

  return {
    ...accountOverview(database),

    insert: (row) =>
      change(async (transaction, wrote) => {
        const inserted = await insertIfMissing(transaction, row)
        if (inserted) {
          await dropHeaderValues(transaction, traits, row)
          wrote(row)
        }
        return inserted
      }),

    async find(appid, stripeid) {
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

    async findAnywhere(stripeid) {
      const found = await db.selectFrom(TABLE).selectAll().where('stripeid', '=', stripeid).executeTakeFirst()
      return found && toRow(found)
    },

    async ofPerson(appid, accountid, page) {
      const rows = await read((db) =>
        db
          .selectFrom(TABLE)
          .selectAll()
          .where('appid', '=', appid)
          .where('accountid', '=', accountid)
          .orderBy('created_at', 'desc')
          .orderBy('stripeid', 'desc')
          .$call((query) => paged(query, page))
          .execute(),
      )
      return rows.map(toRow)
    },

    async countOfPerson(appid, accountid) {
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
      const found = await db.selectFrom(TABLE).select('stripeid').limit(1).executeTakeFirst()
      return found !== undefined
    },

    ticket: (stripeid) => takeTicket(db, stripeid, now()),

    record: (stripeid, stripeObject, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useTicket(transaction, stripeid, ticket))) return false
        return update(transaction, wrote, stripeid, stripeObject)
      }),

    recordChange: (stripeid, stripeObject, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useTicket(transaction, stripeid, ticket, { last: true }))) return false
        return update(transaction, wrote, stripeid, stripeObject)
      }),

    adopt: (row, ticket) =>
      change(async (transaction, wrote) => {
        if (!(await useTicket(transaction, row.stripeid, ticket))) return false
        await insertIfMissing(transaction, row)
        // Also the row of somebody who was faster: its answer may be older than this one.
        return update(transaction, wrote, row.stripeid, row.stripeObject)
      }),

    setSubmitted: (stripeid, at) =>
      change(async (transaction, wrote) => {
        const owner = await keepAccount(transaction, traits, stripeid)
        if (!owner) return
        await transaction
          .updateTable(TABLE)
          .set({ submitted_at: at, updated_at: now() })
          .where('stripeid', '=', stripeid)
          .execute()
        wrote(owner)
      }),

    delete: (stripeid) =>
      change(async (transaction, wrote) => {
        await voidTickets(transaction, stripeid)
        const owner = await keepAccount(transaction, traits, stripeid)
        if (!owner) return
        await transaction.deleteFrom(TABLE).where('stripeid', '=', stripeid).execute()
        await dropHeaderValues(transaction, traits, owner)
        wrote(owner)
      }),
  }
}
