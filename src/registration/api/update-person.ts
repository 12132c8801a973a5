import { z } from 'zod'
import { personSchema } from '../../accounts/representations.ts'
import { formValue } from '../../web/form-value.ts'
import { apiRoute } from '../../web/route.ts'
import { findOwnPerson } from '../people/find-person.ts'
import { openPerson } from '../people/person-form.ts'
import { represent } from '../people/represent.ts'
import { personFiles, savePersonAnswers } from '../people/save-person.ts'

export const updatePerson = apiRoute({
  method: 'PATCH',
  path: '/api/user/connect/update-person',
  audience: 'user',
  summary: 'Gives Stripe information about somebody of a company; what is not posted stays as it is.',
  query: z.object({ personid: z.string() }),
  body: z.record(
    z.string(),
    formValue.describe(
      'a requirement of the person with underscores for dots, e.g. first_name, dob_day; files as _front, _back; with STRIPE_JS=3 `token` alone, a person token',
    ),
  ),
  errors: [
    'invalid-personid',
    'invalid-stripe-account',
    'only-as-token',
    'invalid-token',
    'invalid-selection',
    'invalid-<requirement>',
  ],
  returns: personSchema,
  check: (context, { query }) => findOwnPerson(context, query.personid),
  fileFields: async (context, { query }) => {
    const { company, person } = await findOwnPerson(context, query.personid)
    return personFiles(openPerson(context, company, person))
  },
  handle: async (context, { query, body, files }) => {
    const { company, person } = await findOwnPerson(context, query.personid)
    const saved = await savePersonAnswers(context, openPerson(context, company, person), body, files)
    return represent(saved, company)
  },
})
