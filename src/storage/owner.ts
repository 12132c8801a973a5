/** A person of the tenant that the storage is opened for. */
export interface Owner {
  accountid: string
}
