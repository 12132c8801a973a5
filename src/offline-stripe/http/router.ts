/**
 * Finds the route of a method and path written as in Stripe's specification: `/v1/payouts/{payout}`.
 *
 * @module
 */
import type { ApiRouteOptions } from '../resource-api.ts'

interface Entry {
  route: ApiRouteOptions
  segments: string[]
}

/** A matching route and the values of its placeholders. */
export interface Match {
  route: ApiRouteOptions
  params: Record<string, string>
}

/** The older names of two lists, which Stripe still answers. */
const NEW_NAME: Record<string, string> = { bank_accounts: 'external_accounts', people: 'persons' }
const OLD_NAMES = /^(\/v1\/accounts\/[^/]+\/)(bank_accounts|people)\b/

/** Prefers a path with a fixed word to one with a placeholder. */
export class Router {
  readonly #entries: Entry[] = []

  add(route: ApiRouteOptions): void {
    this.#entries.push({ route, segments: route.path.split('/') })
    this.#entries.sort((one, other) => placeholders(one) - placeholders(other))
  }

  find(method: string, path: string): Match | undefined {
    const segments = path.replace(OLD_NAMES, (_, account, name) => account + NEW_NAME[name]).split('/')
    for (const { route, segments: pattern } of this.#entries) {
      if (route.method !== method) continue
      const params = match(pattern, segments)
      if (params) return { route, params }
    }
    return undefined
  }
}

function placeholders({ segments }: Entry): number {
  return segments.filter((segment) => segment.startsWith('{')).length
}

function match(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const given = segments[index] ?? ''
    if (!expected.startsWith('{')) {
      if (given !== expected) return undefined
    } else if (given === '') return undefined
    else params[expected.slice(1, -1)] = given
  }
  return params
}
