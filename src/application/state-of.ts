import type { Services } from '../context/context.ts'
import type { PersonState } from '../context/person-state.ts'
import type { MaybePromise } from '../core/maybe-promise.ts'
import { forRequest } from '../storage/waiting.ts'

/**
 * A person's state for a request, without waiting when it is in memory.
 *
 * @param request bounds the wait for the database
 */
export function stateOf(
  request: object,
  { headers }: Pick<Services, 'headers'>,
  accountid: string,
): MaybePromise<PersonState> {
  return headers.ready(accountid) ?? forRequest(request, () => headers.get(accountid))
}
