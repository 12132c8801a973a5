import type { Services } from '../context/context.ts'
import type { ReceivedEvent } from './received-event.ts'
import { inboxStore } from './store/inbox.ts'
import { keyOf } from './subject.ts'

/**
 * Keeps an event that did not come as a webhook, for the workers to apply.
 *
 * @returns false when it is there already
 */
export async function keepEvent(
  { storage, mirrors }: Pick<Services, 'storage' | 'mirrors'>,
  event: ReceivedEvent,
  at: Date,
): Promise<boolean> {
  const arrival = { event, key: keyOf(mirrors, event), payload: JSON.stringify(event) }
  const [isNew = false] = await inboxStore(storage).insertAll([arrival], at)
  return isNew
}
