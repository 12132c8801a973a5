/**
 * What the querystrings of pages have in common.
 *
 * @module
 */
import { z } from 'zod'
import { safeReturnUrl } from '../core/return-url.ts'

/** A page ignores these values when they are malformed or given twice: it works without them. */
const comfort = z.string().optional().catch(undefined)

export const messageQuery = z.object({ message: comfort })

/** The page to go back to. Anything but a path on this host is ignored. */
export const returnQuery = z.object({ 'return-url': comfort.transform(safeReturnUrl) })
