/**
 * What a list page reads from its querystring. A value that makes no sense is left out rather than refused: these
 * addresses are bookmarked, typed and linked to.
 *
 * @module
 */
import { z } from 'zod'

/** A choice among known values; undefined when it is anything else, which an empty choice of a form is too. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).optional().catch(undefined)

/** Something typed, trimmed; undefined when nothing is left. */
export const typed = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text || undefined)
  .optional()
  .catch(undefined)
