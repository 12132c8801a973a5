import { z } from 'zod'

/** A value as a form would post it, from JSON too. */
export const formValue = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** Text, a number, true or false, or several of them. Nothing else has a spelling: `null` is no name. */
export const formValues = z.union([formValue, z.array(formValue)])
