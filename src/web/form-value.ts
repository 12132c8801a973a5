import { z } from 'zod'

/** A value as a form posts it, also when it comes as JSON. Any other JSON is refused: `null` is no name. */
export const formValue = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** A checkbox as a form posts it, or as JSON has it. */
export const formFlag = z.union([z.enum(['true', 'false', '']), z.boolean()]).transform(String)
