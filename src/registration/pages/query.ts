/**
 * What the querystrings of the account pages have in common.
 *
 * @module
 */
import { z } from 'zod'
import { safeReturnUrl } from '../../core/return-url.ts'

/** A comfort that a page does without when it is malformed or given twice. */
const comfort = z.string().optional().catch(undefined)

/** Where the person came from and goes back to; anything but a path on this host counts as none. */
const returnUrl = comfort.transform(safeReturnUrl)

export const messageQuery = z.object({ message: comfort })

export const returnQuery = z.object({ 'return-url': returnUrl })

export const accountQuery = z.object({ stripeid: z.string(), 'return-url': returnUrl, message: comfort })
