/**
 * `/v1/accounts`: make, read, list, change and delete accounts (https://docs.stripe.com/api/accounts). `/v1/account` is the
 * account that the key belongs to.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest } from '../errors.ts'
import { listStored, PAGE, timeRange } from '../lists.ts'
import { parameters } from '../parameters.ts'
import { isPlatform, platform } from '../platform-account.ts'
import type { ResourceApi } from '../resource-api.ts'
import { checkParameters, dossierFor, ownAccount } from './access.ts'
import { newDossier } from './account-object.ts'
import { createInput, updateInput } from './account-parameters.ts'
import { applyAccount } from './apply-account.ts'
import { deleteDossier, readDossier } from './dossier.ts'
import type { Settle } from './settle.ts'
import { checkDetails } from './tokens.ts'
import { visible } from './visible.ts'

const listInput = parameters({ ...PAGE, created: timeRange() })
const nothing = parameters({})

export function accountRoutes(api: ResourceApi, settle: Settle): void {
  api.route({
    method: 'POST',
    path: '/v1/accounts',
    handle(request) {
      if (request.account !== undefined) {
        throw invalidRequest(
          "You can only create new accounts if you've signed up for Connect, which you can do at https://dashboard.stripe.com/connect.",
        )
      }
      const { type, controller, country, ...input } = createInput(api.clock.now(), request.input)
      const dossier = newDossier(api, {
        ...(type && { type }),
        ...(controller && { controller }),
        ...(country && { country }),
        ...(input.tos_acceptance && { tos_acceptance: input.tos_acceptance }),
      })
      applyAccount(api, dossier, input, request.ip)
      if (input.account_token !== undefined) dossier.row.secret.isOfToken = true
      return settle(dossier)
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/accounts',
    handle({ input, account }) {
      const { created, ...cursor } = listInput(input)
      const from = {
        kind: 'account',
        noun: 'account',
        account: account ?? null,
        url: '/v1/accounts',
        created,
      }
      const page = listStored<Stripe.Account>(api.store, from, cursor)
      return {
        ...page,
        data: page.data.map((account) =>
          visible(api.store, readDossier(api, account.id)?.account ?? account),
        ),
      }
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/account',
    handle({ account }) {
      if (account === undefined) return platform(api)
      return visible(api.store, api.store.get('account', account)?.object)
    },
  })

  api.route({
    method: 'POST',
    path: '/v1/account',
    handle() {
      throw ownAccount()
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/accounts/{account}',
    handle(request) {
      nothing(request.input)
      const { account: id = '' } = request.params
      if (request.account === undefined && isPlatform(api.store, id)) return platform(api)
      return visible(api.store, dossierFor(api, request).account)
    },
  })

  api.route({
    method: 'POST',
    path: '/v1/accounts/{account}',
    handle(request) {
      const dossier = dossierFor(api, request)
      checkParameters(api, dossier, request.input)
      const input = updateInput(api.clock.now(), request.input)
      const { company, individual } = input
      if (dossier.row.secret.isOfToken) checkDetails('account', { company, individual })
      applyAccount(api, dossier, input, request.ip)
      return settle(dossier)
    },
  })

  api.route({
    method: 'DELETE',
    path: '/v1/accounts/{account}',
    handle(request): Stripe.DeletedAccount {
      const dossier = dossierFor(api, request)
      deleteDossier(api, dossier)
      return { id: dossier.account.id, object: 'account', deleted: true }
    },
  })
}
