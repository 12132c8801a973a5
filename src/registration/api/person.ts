import { z } from 'zod'
import { personSchema } from '../../accounts/representations.ts'
import { apiRoute } from '../../web/route.ts'
import { invitationsOf, ownPerson } from '../people/find-person.ts'
import { represent } from '../people/represent.ts'

export const person = apiRoute({
  method: 'GET',
  path: '/api/user/connect/person',
  audience: 'user',
  summary: 'Somebody of a company of the person signed in.',
  query: z.object({ personid: z.string() }),
  errors: ['invalid-personid'],
  returns: personSchema,
  handle: async (context, { query }) => {
    const row = await ownPerson(context, query.personid)
    return represent(row, { invitations: await invitationsOf(context, row.stripeid) })
  },
})
