import { z } from 'zod'
import { apiRoute } from '../../web/route.ts'
import { openCountries } from '../supported-countries.ts'

export const countrySpecsCount = apiRoute({
  method: 'GET',
  path: '/api/user/connect/country-specs-count',
  audience: 'user',
  summary: 'How many countries accounts can be in.',
  query: z.object({}),
  errors: [],
  returns: z.int(),
  handle: async ({ services }) => (await openCountries(services)).length,
})
