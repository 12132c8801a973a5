/**
 * What this app knows from the dashboard in front of it: who is asking, and how to call its API.
 */
import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** The person signed in, from the headers of their request. */
export interface Person {
  accountid: string
  sessionid: string
  /** True when the person has a Stripe account with payouts enabled: they can be paid. */
  active: boolean
  /** The Stripe account that is paid for what the person sells: an active one, else the newest. */
  account: SellerAccount | undefined
  /** False while the dashboard could not read the person's state: then the headers claim nothing. */
  known: boolean
}

/** What this app needs of a Stripe account. */
export interface SellerAccount {
  id: string
  default_currency: string
}

export interface Payout {
  payoutid: string
  stripeObject: { amount: number; currency: string; status: string; arrival_date: number }
}

/** Checks the token: without it, anyone who reaches this port could claim to be anybody. */
export function isFromDashboard(headers: IncomingHttpHeaders, token: string): boolean {
  const given = Buffer.from(String(headers['x-application-server-token'] ?? ''))
  const expected = Buffer.from(token)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** @returns undefined for a guest */
export function readPerson(headers: IncomingHttpHeaders): Person | undefined {
  const { 'x-accountid': accountid, 'x-sessionid': sessionid } = headers
  if (typeof accountid !== 'string' || typeof sessionid !== 'string') return undefined
  return {
    accountid,
    sessionid,
    active: headers['x-has-active-stripe-account'] === 'true',
    account: firstAccount(headers['x-stripe-accounts-active']) ?? firstAccount(headers['x-stripe-accounts']),
    known: headers['x-stripe-accounts-status'] !== 'unavailable',
  }
}

function firstAccount(json: string | string[] | undefined): SellerAccount | undefined {
  const accounts = JSON.parse(String(json ?? '[]')) as SellerAccount[]
  return accounts[0]
}

/** The module's headers, sorted by name, for a page that shows them. */
export function connectHeaders(headers: IncomingHttpHeaders): [name: string, value: string][] {
  return Object.entries(headers)
    .filter(([name]) => name.startsWith('x-stripe-accounts') || name === 'x-has-active-stripe-account')
    .map(([name, value]): [string, string] => [name, String(value)])
    .sort(([one], [other]) => one.localeCompare(other))
}

export class DashboardApi {
  readonly #dashboard: string
  readonly #ownUrl: string
  readonly #token: string

  /**
   * @param dashboard the address of the dashboard
   * @param ownUrl this app's address, as the dashboard has it in APPLICATION_SERVER
   * @param token the secret by which the dashboard and the app recognise each other
   */
  constructor(dashboard: string, ownUrl: string, token: string) {
    this.#dashboard = dashboard
    this.#ownUrl = ownUrl
    this.#token = token
  }

  /** Asks on the person's behalf: the answer holds only what that person may see. */
  async payouts({ accountid, sessionid }: Person): Promise<Payout[]> {
    const query = new URLSearchParams({ accountid, limit: '50' })
    const response = await fetch(`${this.#dashboard}/api/user/connect/payouts?${query}`, {
      headers: {
        'x-application-server': this.#ownUrl,
        'x-application-server-token': this.#token,
        'x-accountid': accountid,
        'x-sessionid': sessionid,
      },
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`the dashboard answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as Payout[]
  }
}
