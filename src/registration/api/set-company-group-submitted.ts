import { z } from 'zod'
import { stripeAccount, stripeAccountSchema } from '../../accounts/representations.ts'
import type { ApiPath } from '../../web/api-declaration.ts'
import { apiRoute } from '../../web/route.ts'
import { confirmGroup } from '../people/confirm-group.ts'
import { companyAccount } from '../people/find-person.ts'
import type { Group } from '../people/groups.ts'

/** Says that everybody in a group is named. */
function setGroupSubmitted<const P extends ApiPath>(group: Group, path: P) {
  return apiRoute({
    method: 'PATCH',
    path,
    audience: 'user',
    summary: `Tells Stripe that all ${group} of a company are named.`,
    query: z.object({ stripeid: z.string() }),
    errors: ['invalid-stripeid', 'invalid-stripe-account'],
    returns: stripeAccountSchema,
    handle: async (context, { query }) => {
      const row = await companyAccount(context, query.stripeid)
      return stripeAccount(await confirmGroup(context, row, group))
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
