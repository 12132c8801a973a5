/**
 * A marketplace to walk through: the seller's accounts in the states that routes and pages are about, made through the API and at
 * Stripe, so that it is the same in every host.
 *
 * @module
 */
import type Stripe from 'stripe'
import { eventually } from '../../support/eventually.ts'
import { ACTIVE, COMPLETE } from '../../support/live-host.ts'
import type { ContractHost } from './host.ts'

/** What a company can have done before it is submitted. */
type Done = 'bank' | 'owners' | 'directors' | 'executives' | 'representative'

export interface Scene extends ContractHost {
  /** A new account of the seller's. */
  account(country?: string, businessType?: string): Promise<string>
  /** An account that nothing changes, the same each time. */
  one(country?: string, businessType?: string): Promise<string>
  /** A company's account with these parts of its registration done. */
  company(...done: Done[]): Promise<string>
  /** A new person of a company. */
  person(stripeid: string, roles?: Record<string, unknown>): Promise<string>
  /** An account that lacks only consent. */
  complete(): Promise<string>
  /** Made once, and only looked at. */
  known: {
    individual: string
    company: string
    representative: string
    director: string
    /** An account that is paid out to. */
    active: string
    payout: string
    /** A company of which nobody is named. */
    unnamed: string
    /** An account that lacks only consent. */
    complete: string
    /** Somebody of a company in the United States. */
    american: string
  }
}

const REPRESENTATIVE = { relationship_representative: 'true', relationship_title: 'Founder' }
export const DIRECTOR = { relationship_director: 'true', relationship_title: 'Director' }

/** A British bank account. */
export const BANK = {
  currency: 'gbp',
  country: 'GB',
  account_holder_name: 'Maya Hart',
  account_holder_type: 'individual',
  sort_code: '108800',
  account_number: '00012345',
}

export async function openScene(host: ContractHost): Promise<Scene> {
  const owner = { appid: host.appid, accountid: host.accountid('seller') }

  /** Calls a route that has to work. */
  async function done<T>(method: string, route: string, query: Record<string, string>, body?: object) {
    const call = { method, path: `user/connect/${route}`, query, ...(body && { body: { ...body } }) }
    const answer = await host.call('seller', call)
    if (answer.status !== 200) throw new Error(`${method} ${route}: ${JSON.stringify(answer)}`)
    return answer.body as T
  }

  const account: Scene['account'] = async (country = 'GB', business_type = 'individual') => {
    const query = { accountid: owner.accountid }
    const body = { country, business_type }
    return (await done<{ stripeid: string }>('POST', 'create-stripe-account', query, body)).stripeid
  }
  const person: Scene['person'] = async (stripeid, roles = DIRECTOR) =>
    (await done<{ personid: string }>('POST', 'create-person', { stripeid }, roles)).personid
  const company: Scene['company'] = async (...parts) => {
    const stripeid = await account('GB', 'company')
    for (const part of parts)
      if (part === 'bank') await done('PATCH', 'update-payment-information', { stripeid }, BANK)
      else if (part === 'representative') await person(stripeid, REPRESENTATIVE)
      else await done('PATCH', `set-company-${part}-submitted`, { stripeid })
    return stripeid
  }

  /** An account made at Stripe, which Stripe's event brings here. */
  async function adopted(params: Stripe.AccountCreateParams): Promise<string> {
    const { id: stripeid } = await host.stripe.accounts.create({
      ...{ type: 'custom', country: 'US', business_type: 'individual', metadata: owner },
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
      ...params,
    })
    await eventually(() => done('GET', 'stripe-account', { stripeid }))
    return stripeid
  }

  async function payoutFrom(stripeid: string): Promise<string> {
    await host.control('fund', { account: stripeid, amount: 5000, currency: 'usd' })
    const payout = { amount: 1000, currency: 'usd' }
    const { id: payoutid } = await host.stripe.payouts.create(payout, { stripeAccount: stripeid })
    await eventually(() => done('GET', 'payout', { payoutid }))
    return payoutid
  }

  const ones = new Map<string, Promise<string>>()
  const one: Scene['one'] = (country = 'GB', businessType = 'individual') => {
    const kind = `${country} ${businessType}`
    const made = ones.get(kind) ?? account(country, businessType)
    ones.set(kind, made)
    return made
  }

  const complete = () => adopted(COMPLETE)
  const [ofPeople, active] = [await company(), await adopted(ACTIVE)]
  return {
    ...host,
    ...{ account, one, company, person, complete },
    known: {
      ...{ active, individual: await account(), company: ofPeople },
      ...{ unnamed: await company(), complete: await complete() },
      american: await person(await account('US', 'company'), REPRESENTATIVE),
      representative: await person(ofPeople, REPRESENTATIVE),
      director: await person(ofPeople),
      payout: await payoutFrom(active),
    },
  }
}
