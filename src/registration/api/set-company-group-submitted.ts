import { z } from 'zod'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import type { ApiPath } from '../../web/api-declaration.ts'
import { apiRoute } from '../../web/route.ts'
import { confirmGroup } from '../people/confirm-group.ts'
import { companyAccount } from '../people/find-person.ts'
import type { Group } from '../people/groups.ts'
import { token } from './token.ts'

/** Says that everybody in a group is named. */
function setGroupSubmitted<const P extends ApiPath>(group: Group, path: P) {
  return apiRoute({
    method: 'PATCH',
    path,
    audience: 'user',
    summary: `Tells Stripe that all ${group} of a company are named.`,
    query: z.object({ stripeid: z.string() }),
    body: z.object({ token }).optional(),
    errors: ['invalid-stripeid', 'invalid-stripe-account', 'invalid-token'],
    returns: stripeAccountSchema,
    check: (context, { query }) => companyAccount(context, query.stripeid),
    handle: async (context, { query, body }) => {
      const row = await companyAccount(context, query.stripeid)
      return stripeAccount(await confirmGroup(context, row, group, body ?? {}))
    },
  })
}

export const setCompanyOwnersSubmitted = setGroupSubmitted(
  'owners',
  '/api/user/connect/set-company-owners-submitted',
)
export const setCompanyDirectorsSubmitted = setGroupSubmitted(
  'directors',
  '/api/user/connect/set-company-directors-submitted',
)
export const setCompanyExecutivesSubmitted = setGroupSubmitted(
  'executives',
  '/api/user/connect/set-company-executives-submitted',
)
