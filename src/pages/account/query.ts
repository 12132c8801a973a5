/**
 * What the querystrings of the account pages have in common.
 *
 * @module
 */
import { z } from 'zod'
import { safeReturnUrl } from '../../return-url.ts'

/** Where the person came from and goes back to; anything but a path on this host counts as none. */
const returnUrl = z.unknown().transform(safeReturnUrl)

export const returnQuery = z.object({ 'return-url': returnUrl })

export const accountQuery = z.object({ stripeid: z.string(), 'return-url': returnUrl })
