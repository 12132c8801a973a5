import { z } from 'zod'
import { supportedCountries } from '../../registration/supported-countries.ts'
import { apiRoute } from '../../route.ts'

export const countrySpecsCount = apiRoute({
  method: 'GET',
  path: '/api/user/connect/country-specs-count',
  audience: 'user',
  summary: 'How many countries accounts can be in.',
  query: z.object({}),
  errors: [],
  returns: z.int(),
  handle: async ({ services }) => (await supportedCountries(services)).length,
})
