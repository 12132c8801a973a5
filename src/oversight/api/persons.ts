import { z } from 'zod'
import { personSchema, person as representation } from '../../accounts/representations.ts'
import { personStore } from '../../accounts/store/persons.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'
import { findCompany } from '../find.ts'

export const persons = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/persons',
  audience: 'administrator',
  summary: "A company's people, newest first.",
  query: z.object({ stripeid: z.string(), ...pagination }),
  errors: ['invalid-stripeid', 'invalid-stripe-account'],
  returns: z.array(personSchema),
  handle: async (context, { query }) => {
    const { config, storage } = context.services
    const { stripeid } = await findCompany(context, query.stripeid)
    const rows = await personStore(storage).ofAccount(stripeid, pageOf(query, config.pageSize))
    return rows.map(representation)
  },
})
