/**
 * What a feature declares in its `feature.ts`. `features.ts` lists all features.
 *
 * @module
 */
import type { Mirror } from '../context/context.ts'
import type { Forgetting } from '../context/forgetting.ts'
import type { Recomputing } from '../context/recomputing.ts'
import type { MessageKey, Messages } from '../messages/sentences.ts'
import type { TakingOver } from '../storage/earlier/earlier-rows.ts'
import type { Migrations } from '../storage/migrations/index.ts'
import type { Route } from './route.ts'

/** A link to a feature's first page. */
export interface MenuEntry {
  path: string
  label: MessageKey
}

/** The entries of both menus of a site, each list in order. */
export interface MenuEntries {
  account: readonly MenuEntry[]
  administrator: readonly MenuEntry[]
}

/**
 * @example
 * export const payouts = {
 *   routes: [payout, payoutList],
 *   mirrors: [payoutMirror],
 * } as const satisfies Feature
 */
export interface Feature {
  routes: readonly Route[]
  /** The Stripe objects it copies into our database. */
  mirrors?: readonly Mirror[]
  menus?: Partial<MenuEntries>
  /** Its texts for people and programs. The compiler takes the keys from the English texts: see `Sentences`. */
  messages?: Messages
  /** What makes its tables; their numbers follow those of all features. */
  migrations?: Migrations
  /** What it takes over from the tables of the earlier module, once. */
  takesOver?: readonly TakingOver[]
  /** Which of its rows are deleted once they are old. */
  forgets?: readonly Forgetting[]
  /** Which of its columns are computed again once their rule has changed. */
  recomputes?: readonly Recomputing[]
}

/** Merges what several features bring, and keeps the types of their routes. */
export function combine<const F extends Feature>(features: readonly F[]) {
  const entries = (menu: keyof MenuEntries) => features.flatMap(({ menus }) => menus?.[menu] ?? [])
  return {
    routes: features.flatMap(({ routes }): readonly F['routes'][number][] => routes),
    mirrors: features.flatMap(({ mirrors = [] }) => mirrors),
    messages: features.flatMap(({ messages }) => messages ?? []),
    migrations: Object.fromEntries(
      features.flatMap(({ migrations = {} }) => Object.entries(migrations)),
    ) satisfies Migrations,
    takesOver: features.flatMap(({ takesOver = [] }) => takesOver),
    forgets: features.flatMap(({ forgets = [] }) => forgets),
    recomputes: features.flatMap(({ recomputes = [] }) => recomputes),
    menus: { account: entries('account'), administrator: entries('administrator') } satisfies MenuEntries,
  }
}
