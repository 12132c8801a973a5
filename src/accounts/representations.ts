/**
 * The objects the API answers with, made from database rows. Dates are ISO 8601.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { z } from 'zod'
import type { PersonRow } from './store/persons.ts'
import type { StripeAccountRow } from './store/stripe-account-row.ts'

const timestamps = { createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() }

// TypeScript writes these names into the types of routes, where it cannot reach Stripe's own.
export interface AccountResource extends Stripe.Account {}
export interface PersonResource extends Stripe.Person {}
export interface CountrySpecResource extends Stripe.CountrySpec {
  name: string
}

/** A Stripe resource as Stripe last answered: what it holds is Stripe's to say. */
export function resource<T extends { object: string }>(object: T['object']) {
  return z
    .custom<T>(
      (value) =>
        typeof value === 'object' && value !== null && (value as { object?: unknown }).object === object,
    )
    .meta({
      title: `Stripe.${pascalCase(object)}`,
      description: 'As Stripe last answered, with whatever Stripe adds to it.',
      ...{ type: 'object', properties: { object: { const: object } }, required: ['object'] },
      externalDocs: { url: `https://docs.stripe.com/api/${object}s/object` },
    })
}

/** As Stripe's SDK names its types: `country_spec` is `CountrySpec`. */
const pascalCase = (name: string) =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

export const stripeAccountSchema = z
  .object({
    object: z.literal('stripeAccount'),
    stripeid: z.string(),
    accountid: z.string().describe('who registered it'),
    appid: z.string(),
    stripeObject: resource<AccountResource>('account'),
    requiresOwners: z.boolean().describe('the owners of the company must be named'),
    requiresDirectors: z.boolean(),
    requiresExecutives: z.boolean(),
    submittedAt: z.iso.datetime().optional().describe('absent until it was submitted'),
    ...timestamps,
  })
  .meta({ title: 'stripeAccount' })
export type StripeAccountRepresentation = z.infer<typeof stripeAccountSchema>

/**
 * A Stripe account as the API returns it.
 *
 * @example
 * stripeAccount(row).stripeObject.payouts_enabled
 */
export function stripeAccount(row: StripeAccountRow): StripeAccountRepresentation {
  return {
    object: 'stripeAccount',
    stripeid: row.stripeid,
    accountid: row.accountid,
    appid: row.appid,
    stripeObject: row.stripeObject,
    requiresOwners: requires(row.stripeObject, 'owners'),
    requiresDirectors: requires(row.stripeObject, 'directors'),
    requiresExecutives: requires(row.stripeObject, 'executives'),
    ...(row.submittedAt && { submittedAt: row.submittedAt.toISOString() }),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** Whether Stripe asks, now or later, for a company's people in this role. */
function requires(account: Stripe.Account, group: 'owners' | 'directors' | 'executives'): boolean {
  const { currently_due, eventually_due } = account.requirements ?? {}
  return [...(currently_due ?? []), ...(eventually_due ?? [])].some(
    (path) => path === `company.${group}_provided` || path.startsWith(`${group}.`),
  )
}

/** Whose something is that belongs to a registration, and when it was kept. */
export const belonging = { stripeid: z.string(), accountid: z.string(), appid: z.string(), ...timestamps }

export function belongingOf({
  stripeid,
  accountid,
  appid,
  createdAt,
  updatedAt,
}: Omit<PersonRow, 'personid' | 'stripeObject'>) {
  return {
    stripeid,
    accountid,
    appid,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

export const personSchema = z
  .object({
    object: z.literal('person'),
    personid: z.string(),
    ...belonging,
    stripeObject: resource<PersonResource>('person'),
  })
  .meta({ title: 'person' })

/** A person of a company as the API returns them. */
export function person(row: PersonRow): z.infer<typeof personSchema> {
  return {
    object: 'person',
    personid: row.personid,
    ...belongingOf(row),
    stripeObject: row.stripeObject,
  }
}

export const countrySpecSchema = z
  .object({
    object: z.literal('countrySpec'),
    countryid: z.string(),
    stripeObject: resource<CountrySpecResource>('country_spec'),
  })
  .meta({ title: 'countrySpec' })

/** A country where accounts are possible, with its name in the caller's language. */
export function countrySpec(spec: Stripe.CountrySpec, name: string): z.infer<typeof countrySpecSchema> {
  return { object: 'countrySpec', countryid: spec.id, stripeObject: { ...spec, name } }
}
