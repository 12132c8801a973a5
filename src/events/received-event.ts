/** What of an event is read when it is kept. */
export interface ReceivedEvent {
  id: string
  type: string
  account?: string | null | undefined
  data?: unknown
  /** Seconds since 1970, if Stripe sent it. */
  created?: unknown
}
