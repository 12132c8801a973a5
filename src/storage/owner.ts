/** A person of one tenant. */
export interface Owner {
  appid: string
  accountid: string
}
