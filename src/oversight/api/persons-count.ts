import { z } from 'zod'
import { personStore } from '../../accounts/store/persons.ts'
import { apiRoute } from '../../web/route.ts'
import { findCompany } from '../find.ts'

export const personsCount = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/persons-count',
  audience: 'administrator',
  summary: 'How many people a company has.',
  query: z.object({ stripeid: z.string() }),
  errors: ['invalid-stripeid', 'invalid-stripe-account'],
  returns: z.int(),
  handle: async (context, { query }) => {
    const { stripeid } = await findCompany(context, query.stripeid)
    return personStore(context.services.storage).countOfAccount(stripeid)
  },
})
