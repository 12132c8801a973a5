/**
 * What the walk through the contract needs of a host.
 *
 * @module
 */
import type Stripe from 'stripe'

export const ROLES = ['guest', 'stranger', 'seller', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** A call of the API. */
export interface Call {
  method: string
  /** Below `/api/`. */
  path: string
  query?: Record<string, string>
  body?: Record<string, unknown>
  /** How the body is written; JSON unless said. */
  format?: 'json' | 'form'
}

export interface Answer {
  status: number
  body: unknown
}

export interface ContractHost {
  /** Accounts at Stripe name it, so that the host knows that they are its own. */
  appid: string
  /** Stripe itself, past the module. */
  stripe: Stripe
  control(path: string, body: object): Promise<unknown>
  accountid(role: Role): string
  call(role: Role, call: Call): Promise<Answer>
  /** Shows a page, or sends its form; the answer to a refused form is the page that shows it again. */
  visit(role: Role, path: string, form?: Record<string, string>): Promise<Response>
  /** Answers to those for whom a route is not. Dashboard gives its own before it asks a module. */
  turnsAway: TurnsAway
  /** False where only the app knows whether there is such a person. */
  knowsPeople: boolean
  close(): Promise<void>
}

export interface TurnsAway {
  guest: { status: number; body: object }
  /** Somebody who is no administrator. */
  other: { status: number; body?: object }
  /** The status of a page for administrators. */
  otherPage: number
}

/** What the module answers them. */
export const BY_THE_MODULE: TurnsAway = {
  guest: { status: 401, body: { object: 'error', message: 'sign-in-required' } },
  other: { status: 403, body: { object: 'error', message: 'administrator-required' } },
  otherPage: 403,
}

/** The call as a request. */
export function asRequest({ method, path, query = {}, body, format }: Call): [target: string, RequestInit] {
  const search = new URLSearchParams(query).toString()
  const target = `/api/${path}${search && `?${search}`}`
  if (!body) return [target, { method }]
  if (format === 'form')
    return [target, { method, body: new URLSearchParams(body as Record<string, string>) }]
  return [target, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }]
}

/** The token in the form of a page, in every host's frame. */
export function tokenIn(html: string): string {
  return /name="csrf-token"[^>]*? value="([^"]+)"/.exec(html)?.[1] ?? ''
}
