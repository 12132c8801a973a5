/**
 * Whose lists these are. The reference names the person in the querystring; it can only ever be the one signed in.
 *
 * @module
 */
import { z } from 'zod'
import type { SignedInContext } from '../context/context.ts'
import { notFound } from '../core/errors.ts'

export const owner = { accountid: z.string().describe('the person signed in') }

/** @throws ConnectError `invalid-accountid` (404) for anybody else, whether or not they exist */
export function refuseOthers({ caller }: SignedInContext, accountid: string): void {
  if (accountid !== caller.accountid) throw notFound('accountid')
}
