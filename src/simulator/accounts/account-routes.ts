/**
 * `/v1/accounts`: make, read, list, change and delete accounts (https://docs.stripe.com/api/accounts).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { inRange, listStored, PAGE, timeRange } from '../lists.ts'
import { parameters } from '../parameters.ts'
import { isPlatform, platform } from '../platform-account.ts'
import { checkParameters, dossierFor } from './access.ts'
import { newDossier } from './account-object.ts'
import { createInput, updateInput } from './account-parameters.ts'
import { applyAccount } from './apply-account.ts'
import { deleteDossier, readDossier } from './dossier.ts'
import type { Settle } from './settle.ts'

const listInput = parameters({ ...PAGE, created: timeRange() })
const nothing = parameters({})

export function accountRoutes(kernel: Kernel, settle: Settle): void {
  kernel.route({
    method: 'POST',
    path: '/v1/accounts',
    handle(request) {
      if (request.account !== undefined) {
        throw invalidRequest(
          "You can only create new accounts if you've signed up for Connect, which you can do at https://dashboard.stripe.com/connect.",
        )
      }
      const { type, controller, country, ...input } = createInput(kernel.clock.now(), request.input)
      const dossier = newDossier(kernel, {
        ...(type && { type }),
        ...(controller && { controller }),
        ...(country && { country }),
      })
      applyAccount(kernel, dossier, input, request.ip)
      return settle(dossier)
    },
  })

  kernel.route({
    method: 'GET',
    path: '/v1/accounts',
    handle({ input, account }) {
      const { created, ...cursor } = listInput(input)
      const where = (row: { created: number }) => inRange(row.created, created)
      const from = { kind: 'account', noun: 'account', account: account ?? null, url: '/v1/accounts', where }
      const page = listStored<Stripe.Account>(kernel.store, from, cursor)
      return {
        ...page,
        data: page.data.map((account) => readDossier(kernel, account.id)?.account ?? account),
      }
    },
  })

  kernel.route({
    method: 'GET',
    path: '/v1/accounts/{account}',
    handle(request) {
      nothing(request.input)
      const { account: id = '' } = request.params
      if (request.account === undefined && isPlatform(kernel.store, id)) return platform(kernel)
      return dossierFor(kernel, request).account
    },
  })

  kernel.route({
    method: 'POST',
    path: '/v1/accounts/{account}',
    handle(request) {
      const dossier = dossierFor(kernel, request)
      checkParameters(kernel, dossier, request.input)
      applyAccount(kernel, dossier, updateInput(kernel.clock.now(), request.input), request.ip)
      return settle(dossier)
    },
  })

  kernel.route({
    method: 'DELETE',
    path: '/v1/accounts/{account}',
    handle(request): Stripe.DeletedAccount {
      const dossier = dossierFor(kernel, request)
      deleteDossier(kernel, dossier)
      return { id: dossier.account.id, object: 'account', deleted: true }
    },
  })
}
