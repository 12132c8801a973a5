/**
 * `/v1/accounts/{account}/persons` (https://docs.stripe.com/api/persons). An individual's account has one person, who is also
 * its `individual`. Details that `individual` does not accept, such as a passport, are set here.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest, resourceMissing } from '../errors.ts'
import { listStored, PAGE } from '../lists.ts'
import { boolean, hash, parameters } from '../parameters.ts'
import type { ApiRequest, ResourceApi } from '../resource-api.ts'
import { checkPeople, dossierFor } from './access.ts'
import { applyPerson, newPerson } from './apply-person.ts'
import { type Dossier, isIndividual, membersOf, type PersonRow } from './dossier.ts'
import { type PersonInput, personInput, personTokenInput } from './person-parameters.ts'
import type { Settle } from './settle.ts'
import { checkDetails, useToken } from './tokens.ts'
import { visible } from './visible.ts'

const ROLES = ['authorizer', 'director', 'executive', 'legal_guardian', 'owner', 'representative'] as const

const listInput = parameters({
  ...PAGE,
  relationship: hash({
    authorizer: boolean(),
    director: boolean(),
    executive: boolean(),
    legal_guardian: boolean(),
    owner: boolean(),
    representative: boolean(),
  }),
})

export function personRoutes(api: ResourceApi, settle: Settle): void {
  const path = '/v1/accounts/{account}/persons'
  const onePath = `${path}/{person}`

  api.route({
    method: 'POST',
    path,
    handle(request) {
      const dossier = dossierFor(api, request)
      checkPeople(api, dossier)
      if (isIndividual(dossier.account))
        throw invalidRequest("An individual's account has one person. Update that one instead.")
      const person = newPerson(api, dossier.account)
      const input = personInput(request.input)
      if (input.person_token !== undefined) person.secret.isOfToken = true
      dossier.people.push(person)
      return change(dossier, person, input)
    },
  })

  api.route({
    method: 'GET',
    path,
    handle(request) {
      const { account } = dossierFor(api, request)
      const { relationship, ...page } = listInput(request.input)
      const url = `/v1/accounts/${account.id}/persons`
      const where = ({ object }: { object: Stripe.Person }) =>
        ROLES.every(
          (role) =>
            relationship?.[role] === undefined ||
            (object.relationship?.[role] ?? false) === relationship[role],
        )
      const from = { kind: 'person', noun: 'person', account: account.id, url, where }
      const people = listStored<Stripe.Person>(api.store, from, page)
      return { ...people, data: people.data.map((person) => visible(api.store, person)) }
    },
  })

  api.route({
    method: 'GET',
    path: onePath,
    handle: (request) => visible(api.store, personFor(dossierFor(api, request), request).object),
  })

  api.route({
    method: 'POST',
    path: onePath,
    handle(request) {
      const dossier = dossierFor(api, request)
      checkPeople(api, dossier)
      const person = personFor(dossier, request)
      const input = personInput(request.input)
      const { metadata, person_token, relationship, ...details } = input
      if (person.secret.isOfToken) checkDetails('person', details)
      return change(dossier, person, input)
    },
  })

  api.route({
    method: 'DELETE',
    path: onePath,
    handle(request): Stripe.DeletedPerson {
      const dossier = dossierFor(api, request)
      checkPeople(api, dossier)
      const person = personFor(dossier, request)
      checkDeletion(dossier, person)
      dossier.people = dossier.people.filter(({ id }) => id !== person.id)
      settle(dossier)
      return { id: person.id, object: 'person', deleted: true }
    },
  })

  function change(dossier: Dossier, person: PersonRow, input: ReturnType<typeof personInput>): Stripe.Person {
    applyPerson(api, person, dossier.account.country ?? '', withToken(input))
    checkRelationships(dossier, person)
    settle(dossier)
    return person.object
  }

  function withToken({ person_token, ...input }: ReturnType<typeof personInput>): PersonInput {
    if (person_token === undefined) return input
    return { ...input, ...personTokenInput(useToken(api, person_token, 'person', 'person_token').secret) }
  }
}

function personFor(dossier: Dossier, { params: { person: id = '' } }: ApiRequest): PersonRow {
  const person = dossier.people.find((one) => one.id === id)
  if (!person) throw resourceMissing('person', id)
  return person
}

/** Stripe keeps the representative, and the only executive whom it has verified (https://docs.stripe.com/api/persons/delete). */
function checkDeletion(dossier: Dossier, person: PersonRow): void {
  if (isIndividual(dossier.account) || person.object.relationship?.representative)
    throw invalidRequest("You cannot delete the account's representative.", { param: 'person' })
  const verified = membersOf(dossier, 'executives').filter(({ secret }) => secret.verified)
  if (verified.length === 1 && verified.includes(person))
    throw invalidRequest('You cannot delete the only verified executive.', { param: 'person' })
}

/** @param changed The person whom the call is about. */
function checkRelationships(dossier: Dossier, changed: PersonRow): void {
  const [other] = membersOf(dossier, 'representative').filter((person) => person !== changed)
  if (other && changed.object.relationship?.representative) {
    const message =
      'An account can only have one representative. If you want to change the representative, first remove the existing ' +
      `representative (${other.id}) by setting relationship.representative=false and try again.`
    throw invalidRequest(message, { param: 'relationship[representative]' })
  }
  const shares = dossier.people.map(({ object }) => object.relationship?.percent_ownership ?? 0)
  const owned = shares.reduce((sum, share) => sum + share, 0)
  // A sum of decimals can be off by a little.
  if (owned > 100.000_001) {
    const message = 'The total combined ownership of the company would exceed 100 percent.'
    throw invalidRequest(message, { param: 'relationship[percent_ownership]' })
  }
}
