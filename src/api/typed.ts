import { z } from 'zod'

const one = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/**
 * A value as a form would post it, from JSON too: text, a number, true or false, or several of them. Nothing else has a
 * spelling: `null` is no name.
 */
export const typed = z.union([one, z.array(one)])
