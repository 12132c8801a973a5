import { z } from 'zod'
import { personSchema, person as representation } from '../../accounts/representations.ts'
import { apiRoute } from '../../web/route.ts'
import { findPerson } from '../find.ts'

export const person = apiRoute({
  method: 'GET',
  path: '/api/administrator/connect/person',
  audience: 'administrator',
  summary: 'One person of a company.',
  query: z.object({ personid: z.string() }),
  errors: ['invalid-personid'],
  returns: personSchema,
  handle: async (context, { query }) => representation(await findPerson(context, query.personid)),
})
