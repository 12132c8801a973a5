/**
 * What the stored objects have in common, for the dictionary of {@link Packing}: a seller of the United States with everything
 * that belongs to one.
 *
 * @module
 */
import { newDossier } from './accounts/account-object.ts'
import { newPerson } from './accounts/apply-person.ts'
import { newBankAccount } from './accounts/bank-account.ts'
import { capabilityObject } from './accounts/capability-object.ts'
import { testBankAccount } from './accounts/test-answers.ts'
import { API_VERSION } from './api-version.ts'
import { countrySpec } from './countries/index.ts'
import type { Maker } from './resource-api.ts'

/** As JSON, with what is most common at the end, where a dictionary finds it best. */
export function typicalObjects(api: Maker): string {
  const dossier = newDossier(api, { country: 'US', type: 'custom' })
  const { account, row } = dossier
  const { made } = newBankAccount(api.newId('ba'), testBankAccount('US'), 'usd', 'external_account')
  const person = newPerson(api, account)
  const event = { object: 'event', api_version: API_VERSION, type: 'account.updated', account: account.id }
  return JSON.stringify([
    row.secret,
    countrySpec('US')?.verification_fields.individual.minimum,
    made,
    capabilityObject(dossier, 'card_payments'),
    { ...event, data: { previous_attributes: {} }, livemode: false, pending_webhooks: 1, request: null },
    { ...account, individual: person.object },
  ])
}
