import { z } from 'zod'
import { personSchema, person as represent } from '../../accounts/representations.ts'
import { personStore } from '../../accounts/store/persons.ts'
import { notFound } from '../../core/errors.ts'
import { apiRoute } from '../../web/route.ts'

export const person = apiRoute({
  method: 'GET',
  path: '/api/user/connect/person',
  audience: 'user',
  summary: 'Somebody of a company of the person signed in.',
  query: z.object({ personid: z.string() }),
  errors: ['invalid-personid'],
  returns: personSchema,
  handle: async ({ services: { storage }, caller }, { query }) => {
    const row = await personStore(storage).find(query.personid)
    if (!row || row.accountid !== caller.accountid) throw notFound('personid')
    return represent(row)
  },
})
