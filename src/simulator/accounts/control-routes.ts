/**
 * What tests and the demo do to accounts: `POST /_simulator/requirements` puts one into any state,
 * `POST /_simulator/deauthorize` has its owner leave the platform. Neither exists at Stripe.
 *
 * @module
 */
import { referenceMissing } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { parameters, required, string } from '../parameters.ts'
import { type Dossier, deleteDossier, readDossier } from './dossier.ts'
import { imposedBy, imposedInput } from './imposed.ts'
import { setDeadline } from './review.ts'
import type { Settle } from './settle.ts'

const deauthorizeInput = parameters({ account: required(string()) })

export function controlRoutes(kernel: Kernel, settle: Settle): void {
  kernel.route({
    method: 'POST',
    path: '/_simulator/requirements',
    handle(request) {
      const input = imposedInput(request.input)
      const dossier = existing(kernel, input.account)
      dossier.row.secret.imposed = imposedBy(dossier, input)
      if (input.current_deadline !== undefined) setDeadline(kernel.clock, dossier, input.current_deadline)
      return settle(dossier)
    },
  })

  kernel.route({
    method: 'POST',
    path: '/_simulator/deauthorize',
    handle(request) {
      const dossier = existing(kernel, deauthorizeInput(request.input).account)
      const { id } = dossier.account
      deleteDossier(kernel, dossier)
      kernel.emit(
        'account.application.deauthorized',
        { id: 'ca_offline', object: 'application', name: 'Offline Stripe' },
        { account: id },
      )
      return { id, deauthorized: true }
    },
  })
}

function existing(kernel: Kernel, id: string): Dossier {
  const dossier = readDossier(kernel, id)
  if (dossier) return dossier
  throw referenceMissing('account', id)
}
