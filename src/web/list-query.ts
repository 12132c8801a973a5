/**
 * What a list page reads from its querystring. An invalid value is ignored rather than refused, because people bookmark,
 * type and link to these addresses.
 *
 * @module
 */
import { z } from 'zod'

/** One of the known values; undefined for anything else, such as a form's empty choice. */
export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).optional().catch(undefined)

/** Text that was typed, trimmed; undefined when nothing is left. */
export const typed = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text || undefined)
  .optional()
  .catch(undefined)

/** A day, `YYYY-MM-DD`; undefined for anything else. */
export const day = z.iso.date().optional().catch(undefined)
