/**
 * The owner of a list. The API takes `accountid` in the querystring, but only the person signed in may be named there.
 *
 * @module
 */
import { z } from 'zod'
import type { SignedInContext } from '../context/context.ts'
import { notFound } from '../core/errors.ts'

export const owner = { accountid: z.string().describe('the person signed in') }

/** @throws ConnectError `invalid-accountid` (404) for any other person, whether or not they exist */
export function refuseOthers({ caller }: SignedInContext, accountid: string): void {
  if (accountid !== caller.accountid) throw notFound('accountid')
}
