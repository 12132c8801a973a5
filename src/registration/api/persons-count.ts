import { z } from 'zod'
import { personStore } from '../../accounts/store/persons.ts'
import { apiRoute } from '../../web/route.ts'
import { companyAccount } from '../people/find-person.ts'

export const personsCount = apiRoute({
  method: 'GET',
  path: '/api/user/connect/persons-count',
  audience: 'user',
  summary: 'How many people a company has.',
  query: z.object({ stripeid: z.string() }),
  errors: ['invalid-stripeid', 'invalid-stripe-account'],
  returns: z.int(),
  handle: async (context, { query }) => {
    const { stripeid } = await companyAccount(context, query.stripeid)
    return personStore(context.services.storage).countOfAccount(stripeid)
  },
})
