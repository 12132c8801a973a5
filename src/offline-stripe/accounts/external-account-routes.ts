/**
 * `/v1/accounts/{account}/external_accounts` (https://docs.stripe.com/api/external_accounts).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest, resourceMissing } from '../errors.ts'
import { listItems, PAGE } from '../lists.ts'
import { mergeMetadata } from '../metadata.ts'
import { oneOf, parameters } from '../parameters.ts'
import type { ApiRequest, ResourceApi } from '../resource-api.ts'
import { checkEndpoint, dossierFor } from './access.ts'
import { applyDocuments } from './apply-account.ts'
import type { Dossier, ExternalAccountRow } from './dossier.ts'
import { addExternalAccount, makeDefault } from './external-account.ts'
import { bankAccountUpdateInput, cardUpdateInput, createInput } from './external-account-parameters.ts'
import { merged } from './merge.ts'
import type { Settle } from './settle.ts'

const listInput = parameters({ ...PAGE, object: oneOf('bank_account', 'card') })

export function externalAccountRoutes(api: ResourceApi, settle: Settle): void {
  const path = '/v1/accounts/{account}/external_accounts'
  const onePath = `${path}/{id}`

  api.route({
    method: 'POST',
    path,
    handle(request) {
      const dossier = dossierFor(api, request)
      checkEndpoint(dossier)
      const { external_account, default_for_currency, metadata } = createInput(request.input)
      const row = addExternalAccount(api, dossier, external_account, {
        defaultForCurrency: default_for_currency ?? false,
        metadata: mergeMetadata({}, metadata),
      })
      settle(dossier)
      return row.object
    },
  })

  api.route({
    method: 'GET',
    path,
    handle(request) {
      const { account, externalAccounts } = dossierFor(api, request)
      const { object: kind, ...page } = listInput(request.input)
      const items = externalAccounts
        .map(({ object }) => object)
        .filter(({ object }) => !kind || object === kind)
      const url = `/v1/accounts/${account.id}/external_accounts`
      return listItems<Stripe.ExternalAccount>(items.reverse(), { noun: 'external account', url }, page)
    },
  })

  api.route({
    method: 'GET',
    path: onePath,
    handle: (request) => externalAccountFor(dossierFor(api, request), request).object,
  })

  api.route({
    method: 'POST',
    path: onePath,
    handle(request) {
      const dossier = dossierFor(api, request)
      checkEndpoint(dossier)
      const row = externalAccountFor(dossier, request)
      const { metadata, default_for_currency, documents, ...change } = changeOf(row, request.input)
      if (documents) applyDocuments(api, dossier, documents)
      row.object = merged(row.object, change)
      row.object.metadata = mergeMetadata(row.object.metadata, metadata)
      if (default_for_currency) makeDefault(dossier, row)
      if (row.object.object === 'bank_account' && Object.keys(request.input).length === 0)
        row.object.status = 'new'
      settle(dossier)
      return row.object
    },
  })

  api.route({
    method: 'DELETE',
    path: onePath,
    handle(request) {
      const dossier = dossierFor(api, request)
      checkEndpoint(dossier)
      const row = externalAccountFor(dossier, request)
      refuseToOrphan(dossier, row)
      dossier.externalAccounts = dossier.externalAccounts.filter(({ id }) => id !== row.id)
      settle(dossier)
      return { id: row.id, object: row.object.object, deleted: true, currency: row.object.currency }
    },
  })
}

function changeOf({ object }: ExternalAccountRow, input: ApiRequest['input']) {
  return object.object === 'card'
    ? { ...cardUpdateInput(input), documents: undefined }
    : bankAccountUpdateInput(input)
}

function externalAccountFor(dossier: Dossier, { params: { id = '' } }: ApiRequest): ExternalAccountRow {
  const row = dossier.externalAccounts.find((one) => one.id === id)
  if (!row) throw resourceMissing('external account', id, 'id')
  return row
}

/** The default of a currency cannot be deleted, except the last one in a currency that is not the account's default currency. */
function refuseToOrphan({ account, externalAccounts }: Dossier, { id, object }: ExternalAccountRow): void {
  const siblings = externalAccounts.filter((one) => one.id !== id && one.object.currency === object.currency)
  if (!object.default_for_currency) return
  if (siblings.length === 0 && object.currency !== account.default_currency) return
  throw invalidRequest(
    'You cannot delete the default external account for your default currency. Please make another external account the default using the `default_for_currency` param, and then delete this one.',
    { param: 'id' },
  )
}
