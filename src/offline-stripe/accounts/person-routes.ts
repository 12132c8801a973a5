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
import { type Dossier, isIndividual, type PersonRow } from './dossier.ts'
import { type PersonInput, personInput, personTokenInput } from './person-parameters.ts'
import type { Settle } from './settle.ts'
import { useToken } from './tokens.ts'

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
      dossier.people.push(person)
      return change(dossier, person, request)
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
      return listStored<Stripe.Person>(
        api.store,
        { kind: 'person', noun: 'person', account: account.id, url, where },
        page,
      )
    },
  })

  api.route({
    method: 'GET',
    path: onePath,
    handle: (request) => personFor(dossierFor(api, request), request).object,
  })

  api.route({
    method: 'POST',
    path: onePath,
    handle(request) {
      const dossier = dossierFor(api, request)
      checkPeople(api, dossier)
      return change(dossier, personFor(dossier, request), request)
    },
  })

  api.route({
    method: 'DELETE',
    path: onePath,
    handle(request): Stripe.DeletedPerson {
      const dossier = dossierFor(api, request)
      checkPeople(api, dossier)
      const person = personFor(dossier, request)
      if (isIndividual(dossier.account) || person.object.relationship?.representative)
        throw invalidRequest("You cannot delete the account's representative.", { param: 'person' })
      dossier.people = dossier.people.filter(({ id }) => id !== person.id)
      settle(dossier)
      return { id: person.id, object: 'person', deleted: true }
    },
  })

  function change(dossier: Dossier, person: PersonRow, { input }: ApiRequest): Stripe.Person {
    applyPerson(api, person, dossier.account.country ?? '', withToken(personInput(input)))
    checkRelationships(dossier)
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

function checkRelationships({ people }: Dossier): void {
  const of = people.map(({ object }) => object.relationship)
  if (of.filter((relationship) => relationship?.representative).length > 1) {
    const message = 'An account has one representative only.'
    throw invalidRequest(message, { param: 'relationship[representative]' })
  }
  const owned = of.reduce((sum, relationship) => sum + (relationship?.percent_ownership ?? 0), 0)
  if (owned > 100) {
    const message = `The total percent ownership of all persons cannot exceed 100, but is ${owned}.`
    throw invalidRequest(message, { param: 'relationship[percent_ownership]' })
  }
}
