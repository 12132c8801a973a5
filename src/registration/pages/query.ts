/**
 * What the querystrings of the account pages have in common.
 *
 * @module
 */
import { z } from 'zod'
import { safeReturnUrl } from '../../core/return-url.ts'

/** A page ignores these values when they are malformed or given twice: it works without them. */
const comfort = z.string().optional().catch(undefined)

/** The page to go back to. Anything but a path on this host is ignored. */
const returnUrl = comfort.transform(safeReturnUrl)

export const messageQuery = z.object({ message: comfort })

export const returnQuery = z.object({ 'return-url': returnUrl })

export const accountQuery = z.object({ stripeid: z.string(), 'return-url': returnUrl, message: comfort })
