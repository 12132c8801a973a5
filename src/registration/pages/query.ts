import { z } from 'zod'
import { messageQuery, returnQuery } from '../../web/page-query.ts'

/** The querystring of a page about one account. */
export const accountQuery = z.object({ stripeid: z.string(), ...returnQuery.shape, ...messageQuery.shape })
