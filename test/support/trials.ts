/**
 * A feature's folder says in a file `tenant-trials.ts` what is tried of its store with another tenant's rows.
 *
 * @module
 */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Storage } from '../../src/storage/storage.ts'

export interface TenantTrials<Store> {
  store(storage: Pick<Storage, 'database'>): Store
  /** Makes a row in each table of the store, for a tenant in whose database everything else is. */
  fill(store: Store): Promise<unknown>
  /** Each method with what it gives of the rows that `fill` has made, when another tenant calls it. */
  attempts: {
    readonly [method in keyof Store]: readonly [attempt: (store: Store) => Promise<unknown>, gives?: unknown]
  }
}

/** The account of the person, and the person, that `fill` finds in the database. */
export const OWNED = { stripeid: 'acct_of_the_tenant', accountid: 'account_1' }

/** Somebody of the account. */
export const OWNED_PERSON = 'person_of_the_tenant'

/** All of them. */
export async function tenantTrials(): Promise<TenantTrials<Record<string, unknown>>[]> {
  const folder = path.join(import.meta.dirname, '..')
  const files = readdirSync(folder)
    .map((name) => path.join(folder, name, 'tenant-trials.ts'))
    .filter((file) => existsSync(file))
  const trials = await Promise.all(files.map(async (file) => (await import(file)).trials))
  return trials.flat()
}
