import { z } from 'zod'
import { person, personSchema } from '../../accounts/representations.ts'
import { personStore } from '../../accounts/store/persons.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'
import { companyAccount } from '../people/find-person.ts'

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
    return rows.map(person)
  },
})
