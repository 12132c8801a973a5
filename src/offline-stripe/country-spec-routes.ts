/**
 * Country specs (https://docs.stripe.com/api/country_specs).
 *
 * @module
 */
import { countrySpec, countrySpecs } from './countries/index.ts'
import { resourceMissing } from './errors.ts'
import { listItems, PAGE } from './lists.ts'
import { parameters } from './parameters.ts'
import type { ResourceApi } from './resource-api.ts'

const LIST = parameters(PAGE)

export function countrySpecRoutes(api: ResourceApi): void {
  api.route({
    method: 'GET',
    path: '/v1/country_specs',
    handle: (request) =>
      listItems(countrySpecs(), { noun: 'country spec', url: '/v1/country_specs' }, LIST(request.input)),
  })
  api.route({
    method: 'GET',
    path: '/v1/country_specs/{country}',
    handle({ params: { country = '' } }) {
      const spec = countrySpec(country)
      if (!spec) throw resourceMissing('country spec', country, 'country')
      return spec
    },
  })
}
