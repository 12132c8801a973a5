import { z } from 'zod'
import { findPerson } from '../../oversight/find.ts'
import { apiRoute } from '../../route.ts'
import { personSchema, person as representation } from '../representations.ts'

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
