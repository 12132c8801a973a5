/**
 * `/v1/accounts/{account}/capabilities` (https://docs.stripe.com/api/capabilities).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { resourceMissing } from '../errors.ts'
import { boolean, parameters } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { dossierFor } from './access.ts'
import { isCapability } from './capability-names.ts'
import { capabilityObject } from './capability-object.ts'
import { requestCapabilities } from './capability-requests.ts'
import type { Dossier } from './dossier.ts'
import type { Settle } from './settle.ts'

const updateInput = parameters({ requested: boolean() })

/** The capabilities that a marketplace needs, shown even before they are requested. */
const OFFERED = ['card_payments', 'transfers']

export function capabilityRoutes(api: ResourceApi, settle: Settle): void {
  const path = '/v1/accounts/{account}/capabilities'
  const onePath = `${path}/{capability}`

  api.route({
    method: 'GET',
    path,
    handle(request): Stripe.ApiList<Stripe.Capability> {
      const dossier = dossierFor(api, request)
      const names = [...new Set([...OFFERED, ...Object.keys(dossier.row.secret.capabilities)])]
      const data = names.toSorted().map((name) => capability(dossier, name))
      return { object: 'list', data, has_more: false, url: `/v1/accounts/${dossier.account.id}/capabilities` }
    },
  })

  api.route({
    method: 'GET',
    path: onePath,
    handle: (request) => capability(dossierFor(api, request), request.params.capability),
  })

  api.route({
    method: 'POST',
    path: onePath,
    handle(request) {
      const dossier = dossierFor(api, request)
      const { id } = capability(dossier, request.params.capability)
      requestCapabilities(dossier, { [id]: updateInput(request.input) }, api.clock.now())
      settle(dossier)
      return capability(dossier, id)
    },
  })
}

function capability(dossier: Dossier, name = ''): Stripe.Capability {
  if (!isCapability(name)) throw resourceMissing('capability', name)
  return dossier.row.secret.capabilities[name] ?? capabilityObject(dossier, name)
}
