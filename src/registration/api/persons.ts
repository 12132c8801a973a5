import { z } from 'zod'
import { personSchema } from '../../accounts/representations.ts'
import { personStore } from '../../accounts/store/persons.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'
import { companyAccount, invitationsOf } from '../people/find-person.ts'
import { represent } from '../people/represent.ts'

export const persons = apiRoute({
  method: 'GET',
  path: '/api/user/connect/persons',
  audience: 'user',
  summary: 'The people of a company, newest first.',
  query: z.object({ stripeid: z.string(), ...pagination }),
  errors: ['invalid-stripeid', 'invalid-stripe-account'],
  returns: z.array(personSchema),
  handle: async (context, { query }) => {
    const { stripeid } = await companyAccount(context, query.stripeid)
    const { storage, config } = context.services
    const rows = await personStore(storage).ofAccount(stripeid, pageOf(query, config.pageSize))
    const invitations = await invitationsOf(context, stripeid)
    return rows.map((row) => represent(row, { invitations }))
  },
})
