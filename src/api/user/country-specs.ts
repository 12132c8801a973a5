import { z } from 'zod'
import { supportedCountries } from '../../registration/supported-countries.ts'
import { apiRoute } from '../../route.ts'
import { pageOf, pagination } from '../pagination.ts'
import { countrySpec, countrySpecSchema } from '../representations.ts'

export const countrySpecs = apiRoute({
  method: 'GET',
  path: '/api/user/connect/country-specs',
  audience: 'user',
  summary: 'The countries that accounts can be in, by their code.',
  query: z.object(pagination),
  errors: [],
  returns: z.array(countrySpecSchema),
  handle: async ({ services, messages }, { query }) => {
    const { offset, limit } = pageOf(query, services.config.pageSize)
    const specs = await supportedCountries(services)
    const page = specs.slice(offset, limit === undefined ? undefined : offset + limit)
    return page.map((spec) => countrySpec(spec, messages.country(spec.id)))
  },
})
