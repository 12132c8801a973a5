/** Letters of an id of a person. */
export const LONGEST_ACCOUNTID = 255

/** What no database keeps, or keeps as something else: it might be somebody else's id. */
const NOT_KEPT = /[\0\p{Surrogate}]/u

/** Whether a text can be kept as the id of a person. */
export function canBeOwner(accountid: string): boolean {
  return accountid !== '' && accountid.length <= LONGEST_ACCOUNTID && !NOT_KEPT.test(accountid)
}

/** A person of the tenant that the storage is opened for. */
export interface Owner {
  accountid: string
}
