import { z } from 'zod'
import { messageQuery, returnQuery } from '../../web/page-query.ts'

/** The querystring of a page about one account. */
export const accountQuery = z.object({ stripeid: z.string(), ...returnQuery.shape, ...messageQuery.shape })

/** The querystring of a page about somebody of a company. */
export const personQuery = z.object({ personid: z.string(), ...returnQuery.shape, ...messageQuery.shape })

/** The querystring of a step's page. `from` says that the person changes an answer they saw on the review page. */
export const stepQuery = accountQuery.extend({ from: z.literal('review').optional().catch(undefined) })

/** What a step's page hands on to the next page. */
export type StepQuery = Pick<z.output<typeof stepQuery>, 'return-url' | 'from'>
