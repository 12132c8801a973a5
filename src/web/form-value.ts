import { z } from 'zod'

/** A value as a form would post it, from JSON too. Nothing else has a spelling: `null` is no name. */
export const formValue = z.union([z.string(), z.number(), z.boolean()]).transform(String)
