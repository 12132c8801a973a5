/**
 * Works out what follows from a dossier, saves it, and sends an event for every change. Every route and job that changes a
 * dossier ends here.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import type { Stripe } from 'stripe'
import { parsedUrl } from '../parsed-url.ts'
import { previousAttributes } from '../previous-attributes.ts'
import type { ResourceApi, Stored } from '../resource-api.ts'
import { noCompany } from './account-object.ts'
import { capabilityObject } from './capability-object.ts'
import { type Dossier, isIndividual, listExternalAccounts, readDossier } from './dossier.ts'
import { futureRequirements } from './imposed.ts'
import { externalAccountRequirements, personRequirements, requirementsOf } from './requirements.ts'
import { keepDeadline, passVerdict, reviewWhatChanged } from './review.ts'
import { isRecipient } from './service-agreement.ts'
import { unverified } from './verification/person.ts'
import { visible } from './visible.ts'

/** Saves a dossier with everything that follows from it, and returns the new account as the platform sees it. */
export type Settle = (dossier: Dossier) => Stripe.Account

/**
 * @param verificationSeconds How long a review takes on the offline Stripe's clock; 0 gives the verdict at once.
 */
export function createSettle(api: ResourceApi, verificationSeconds: number): Settle {
  const settle: Settle = (dossier) =>
    api.store.transaction(() => {
      const before = readDossier(api, dossier.account.id)
      reviewWhatChanged(api, dossier, verificationSeconds)
      keepDeadline(api.clock, dossier)
      derive(dossier, api.clock.now())
      keep(api, before, dossier)
      return visible(api.store, dossier.account)
    })

  api.clock.on('account.review', ({ account, facts }: { account: string; facts: string }) => {
    const dossier = readDossier(api, account)
    if (dossier?.row.secret.review.pending?.facts !== facts) return
    passVerdict(api, dossier)
    settle(dossier)
  })
  api.clock.on('account.deadline', ({ account }: { account: string }) => {
    const dossier = readDossier(api, account)
    if (dossier) settle(dossier)
  })
  api.clock.on('external-account.refused', ({ account, id }: { account: string; id: string }) => {
    const dossier = readDossier(api, account)
    const refused = dossier?.externalAccounts.find((row) => row.id === id)
    if (!dossier || !refused) return
    refused.object.status = 'errored'
    settle(dossier)
  })
  return settle
}

/** Works out what follows from the rest, and writes it into the account and its people. */
function derive(dossier: Dossier, now: number): void {
  const { account, people, row } = dossier
  const { secret } = row
  const requirements = requirementsOf(dossier, now)
  account.requirements = requirements
  account.future_requirements = futureRequirements(dossier)
  for (const person of people) {
    person.object.requirements = personRequirements(dossier, person, requirements)
    const standing = person.secret.verified ? 'verified' : 'unverified'
    person.object.verification = {
      ...(person.object.verification ?? unverified()),
      status: secret.review.pending ? 'pending' : standing,
    }
  }
  for (const external of dossier.externalAccounts)
    if (external.object.object === 'bank_account')
      external.object.requirements = externalAccountRequirements(external, requirements)
  for (const [name, before] of Object.entries(secret.capabilities))
    secret.capabilities[name] = capabilityObject(dossier, name, before)
  account.capabilities = capabilityStatuses(secret.capabilities)
  // Stripe calls charges enabled on recipients, too, though nobody can charge through them.
  const enabling = isRecipient(account) ? 'transfers' : 'card_payments'
  account.charges_enabled = account.capabilities[enabling] === 'active'
  account.payouts_enabled = requirements.disabled_reason === null || secret.rejected?.payouts === 'none'
  listExternalAccounts(dossier)
  delete account.individual
  const [individual] = people
  if (individual && isIndividual(account)) {
    account.individual = individual.object
    account.company = companyOf(account, individual.object)
  }
  if (account.settings) account.settings = withNames(account.settings, account.business_profile)
}

/** An individual's company, which Stripe shows, too: at the person's address, with nobody else in it. */
function companyOf({ company, country }: Stripe.Account, person: Stripe.Person): Stripe.Account.Company {
  return {
    ...(company ?? noCompany(country)),
    ...(person.address && { address: person.address }),
    ...(person.address_kana && { address_kana: person.address_kana }),
    ...(person.address_kanji && { address_kanji: person.address_kanji }),
    phone: person.phone ?? null,
    directors_provided: true,
    executives_provided: true,
    owners_provided: true,
  }
}

/** What an account is called, and what stands on statements, comes from its website unless it is given. */
function withNames(
  settings: Stripe.Account.Settings,
  profile: Stripe.Account.BusinessProfile | null | undefined,
): Stripe.Account.Settings {
  const host = parsedUrl(profile?.url ?? '')?.hostname.replace(/^www\./, '')
  if (host === undefined) return settings
  const { dashboard, payments, card_payments } = settings
  const printed = host.toUpperCase()
  return {
    ...settings,
    dashboard: { ...dashboard, display_name: dashboard.display_name ?? host.replace(/\.[^.]*$/, '') },
    payments: { ...payments, statement_descriptor: payments.statement_descriptor ?? printed.slice(0, 22) },
    ...(card_payments && {
      card_payments: {
        ...card_payments,
        statement_descriptor_prefix: card_payments.statement_descriptor_prefix ?? printed.slice(0, 10),
      },
    }),
  }
}

function capabilityStatuses(capabilities: Record<string, Stripe.Capability>): Stripe.Account.Capabilities {
  const requested = Object.values(capabilities).filter((capability) => capability.requested)
  return Object.fromEntries(requested.map(({ id, status }) => [id, status]))
}

/** Saves the changes and sends events about them. */
function keep(api: ResourceApi, before: Dossier | undefined, after: Dossier): void {
  const account = after.account.id
  keepRows(api, 'person', account, before?.people ?? [], after.people)
  keepRows(api, 'external_account', account, before?.externalAccounts ?? [], after.externalAccounts)
  const known = before?.row.secret.capabilities ?? {}
  for (const [name, capability] of Object.entries(after.row.secret.capabilities)) {
    if (isDeepStrictEqual(known[name], capability)) continue
    api.emit('capability.updated', capability, {
      account,
      ...(known[name] && { previous: previousAttributes(known[name], capability) }),
    })
  }
  if (isDeepStrictEqual(before?.row, after.row)) return
  api.store.put('account', after.row)
  const [old, shown] = [visible(api.store, before?.account), visible(api.store, after.account)]
  if (isDeepStrictEqual(old, shown)) return
  api.emit('account.updated', shown, { account, ...(old && { previous: previousAttributes(old, shown) }) })
}

const EVENTS = {
  person: { created: 'person.created', updated: 'person.updated', deleted: 'person.deleted' },
  external_account: {
    created: 'account.external_account.created',
    updated: 'account.external_account.updated',
    deleted: 'account.external_account.deleted',
  },
} as const

/** Stores new and changed rows of one kind, deletes removed ones, and sends an event for each. */
function keepRows(
  api: ResourceApi,
  kind: keyof typeof EVENTS,
  account: string,
  before: Stored<object>[],
  after: Stored<object>[],
): void {
  for (const row of after) {
    const old = before.find(({ id }) => id === row.id)
    if (isDeepStrictEqual(old, row)) continue
    api.store.put(kind, row)
    const [past, shown] = [visible(api.store, old?.object), visible(api.store, row.object)]
    if (!past) api.emit(EVENTS[kind].created, shown, { account })
    else if (!isDeepStrictEqual(past, shown))
      api.emit(EVENTS[kind].updated, shown, { account, previous: previousAttributes(past, shown) })
  }
  for (const old of before) {
    if (after.some(({ id }) => id === old.id)) continue
    api.store.delete(kind, old.id)
    api.emit(EVENTS[kind].deleted, visible(api.store, old.object), { account })
  }
}
