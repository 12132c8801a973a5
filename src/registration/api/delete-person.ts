import { z } from 'zod'
import { apiRoute } from '../../web/route.ts'
import { deletePerson as remove } from '../people/delete-person.ts'
import { findOwnPerson } from '../people/find-person.ts'

export const deletePerson = apiRoute({
  method: 'DELETE',
  path: '/api/user/connect/delete-person',
  audience: 'user',
  summary: 'Takes somebody out of a company.',
  query: z.object({ personid: z.string() }),
  errors: ['invalid-personid', 'invalid-person', 'invalid-stripe-account'],
  returns: z.literal(true),
  handle: async (context, { query }) => {
    const { company, person } = await findOwnPerson(context, query.personid)
    await remove(context, company, person)
    return true as const
  },
})
