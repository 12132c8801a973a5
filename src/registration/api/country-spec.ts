import { z } from 'zod'
import { countrySpecSchema, countrySpec as represent } from '../../accounts/representations.ts'
import { notFound } from '../../core/errors.ts'
import { apiRoute } from '../../web/route.ts'
import { supportedCountry } from '../supported-countries.ts'

export const countrySpec = apiRoute({
  method: 'GET',
  path: '/api/user/connect/country-spec',
  audience: 'user',
  summary: 'One country that accounts can be in.',
  query: z.object({ countryid: z.string().describe('ISO 3166-1, e.g. GB') }),
  errors: ['invalid-countryid'],
  returns: countrySpecSchema,
  handle: async ({ services, messages }, { query }) => {
    const spec = await supportedCountry(services, query.countryid)
    if (!spec) throw notFound('countryid')
    return represent(spec, messages.country(spec.id))
  },
})
