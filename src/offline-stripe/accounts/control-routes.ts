/**
 * Routes for tests and the demo, which Stripe does not have: `POST /_offline-stripe/requirements` puts an account into any
 * state, `POST /_offline-stripe/deauthorize` makes its owner leave the platform.
 *
 * @module
 */
import { referenceMissing } from '../errors.ts'
import { parameters, required, string } from '../parameters.ts'
import type { ResourceApi } from '../resource-api.ts'
import { type Dossier, deleteDossier, readDossier } from './dossier.ts'
import { bringFuture, imposedBy, imposedInput } from './imposed.ts'
import { setDeadline } from './review.ts'
import type { Settle } from './settle.ts'

const deauthorizeInput = parameters({ account: required(string()) })

export function controlRoutes(api: ResourceApi, settle: Settle): void {
  api.clock.on('account.future', ({ account, deadline }: { account: string; deadline: number }) => {
    const dossier = readDossier(api, account)
    if (!dossier) return
    bringFuture(dossier, deadline)
    settle(dossier)
  })

  api.route({
    method: 'POST',
    path: '/_offline-stripe/requirements',
    handle(request) {
      const input = imposedInput(request.input)
      const dossier = existing(api, input.account)
      dossier.row.secret.imposed = imposedBy(dossier, input)
      if (input.current_deadline !== undefined) setDeadline(api.clock, dossier, input.current_deadline)
      const deadline = input.future_requirements?.current_deadline
      if (deadline !== undefined) {
        const at = Math.max(deadline, api.clock.now())
        api.clock.schedule(at, 'account.future', { account: input.account, deadline })
      }
      return settle(dossier)
    },
  })

  api.route({
    method: 'POST',
    path: '/_offline-stripe/deauthorize',
    handle(request) {
      const dossier = existing(api, deauthorizeInput(request.input).account)
      const { id } = dossier.account
      deleteDossier(api, dossier)
      api.emit(
        'account.application.deauthorized',
        { id: 'ca_offline', object: 'application', name: 'Offline Stripe' },
        { account: id },
      )
      return { id, deauthorized: true }
    },
  })
}

function existing(api: ResourceApi, id: string): Dossier {
  const dossier = readDossier(api, id)
  if (dossier) return dossier
  throw referenceMissing('account', id)
}
