/**
 * Country specs (https://docs.stripe.com/api/country_specs).
 *
 * @module
 */
import { countrySpec, countrySpecs } from './countries/index.ts'
import { resourceMissing } from './errors.ts'
import type { Kernel } from './kernel.ts'
import { listItems, PAGE } from './lists.ts'
import { parameters } from './parameters.ts'

const LIST = parameters(PAGE)

export function countrySpecRoutes(kernel: Kernel): void {
  kernel.route({
    method: 'GET',
    path: '/v1/country_specs',
    handle: (request) =>
      listItems(countrySpecs(), { noun: 'country spec', url: '/v1/country_specs' }, LIST(request.input)),
  })
  kernel.route({
    method: 'GET',
    path: '/v1/country_specs/{country}',
    handle({ params: { country = '' } }) {
      const spec = countrySpec(country)
      if (!spec) throw resourceMissing('country spec', country, 'country')
      return spec
    },
  })
}
