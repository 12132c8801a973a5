import { z } from 'zod'
import { countrySpec, countrySpecSchema } from '../../accounts/representations.ts'
import { pageOf, pagination } from '../../web/pagination.ts'
import { apiRoute } from '../../web/route.ts'
import { openCountries } from '../supported-countries.ts'

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
    const specs = await openCountries(services)
    const page = specs.slice(offset, limit === undefined ? undefined : offset + limit)
    return page.map((spec) => countrySpec(spec, messages.country(spec.id)))
  },
})
