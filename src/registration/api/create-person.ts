import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { personSchema, person as represent } from '../../accounts/representations.ts'
import { formFlag, formValue } from '../../web/form-value.ts'
import { apiRoute } from '../../web/route.ts'
import { createPerson as create } from '../people/create-person.ts'
import { companyAccount, companyOf } from '../people/find-person.ts'
import { token } from './token.ts'

const flag = formFlag.optional()

export const createPerson = apiRoute({
  method: 'POST',
  path: '/api/user/connect/create-person',
  audience: 'user',
  summary: 'Adds somebody to a company.',
  query: z.object({ stripeid: z.string() }),
  body: z.strictObject({
    relationship_representative: flag.describe('`true` for the one person who answers for the company'),
    relationship_owner: flag,
    relationship_director: flag,
    relationship_executive: flag,
    relationship_title: z.string().optional().describe('their job title'),
    relationship_percent_ownership: formValue
      .optional()
      .describe('their share in percent, above 0 for an owner; together never above 100'),
    operation: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('an id of your own: sent again with it and the same answers, the request adds nobody'),
    token,
  }),
  errors: [
    'invalid-stripeid',
    'invalid-stripe-account',
    'invalid-selection',
    'invalid-relationship_title',
    'invalid-relationship_percent_ownership',
    'invalid-operation',
    'only-as-token',
    'invalid-token',
    'too-many-people',
  ],
  returns: personSchema,
  check: (context, { query }) => companyAccount(context, query.stripeid),
  handle: async (context, { query, body }) => {
    const { operation = randomUUID(), ...values } = body
    const company = await companyOf(context, await companyAccount(context, query.stripeid))
    return represent(await create(context, company, values, operation))
  },
})
