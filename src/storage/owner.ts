/** The most characters that a person's id may have. */
export const LONGEST_ACCOUNTID = 255

/** Characters that databases refuse or replace: the result might be another person's id. */
const NOT_KEPT = /[\0\p{Surrogate}]/u

/** Whether databases can store a text as a person's id. */
export function canBeOwner(accountid: string): boolean {
  return accountid !== '' && accountid.length <= LONGEST_ACCOUNTID && !NOT_KEPT.test(accountid)
}

/** A person of the tenant for which the storage is open. */
export interface Owner {
  accountid: string
}
