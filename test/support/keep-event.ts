import type { ReceivedEvent } from '../../src/events/received-event.ts'
import type { Inbox } from '../../src/events/store/inbox.ts'
import { keyOf } from '../../src/events/subject.ts'
import { mirrors } from '../../src/features.ts'

/**
 * Keeps an event in the inbox as if Stripe had sent it.
 *
 * @returns false if the inbox already has it
 */
export async function keepIn(
  inbox: Pick<Inbox, 'insertAll'>,
  event: ReceivedEvent,
  at: Date,
): Promise<boolean> {
  const arrival = { event, key: keyOf(mirrors, event), payload: JSON.stringify(event) }
  const [isNew = false] = await inbox.insertAll([arrival], at)
  return isNew
}
