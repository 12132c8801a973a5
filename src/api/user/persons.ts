import { z } from 'zod'
import { apiRoute } from '../../route.ts'
import { pageOf, pagination } from '../pagination.ts'
import { person, personSchema } from '../representations.ts'
import { companyAccount } from './company-account.ts'

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
    const rows = await storage.persons.ofAccount(stripeid, pageOf(query, config.pageSize))
    return rows.map(person)
  },
})
