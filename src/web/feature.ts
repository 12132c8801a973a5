/**
 * What a feature declares in its `feature.ts`. `features.ts` lists all features.
 *
 * @module
 */
import type { Mirror } from '../context/context.ts'
import type { Forgetting } from '../context/forgetting.ts'
import type { Recomputing } from '../context/recomputing.ts'
import type { Recounting } from '../context/recounting.ts'
import type { MessageKey, Messages } from '../messages/sentences.ts'
import type { TakingOver } from '../storage/earlier/earlier-rows.ts'
import type { Migrations } from '../storage/migrations/index.ts'
import type { ApiRoute, Route } from './route.ts'

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

/** By error code. */
export type Statuses = Readonly<Record<string, readonly number[]>>

/** What a feature's API routes stand under in the API's reference. */
interface Chapter {
  title: string
  /** A sentence. */
  about: string
}

export interface ApiOfFeature {
  chapter: Chapter | undefined
  routes: readonly ApiRoute[]
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
  /** Only a feature without API routes has none. */
  chapter?: Chapter
  /** The statuses of its error codes that come with others than 400. */
  statuses?: Statuses
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
  /** Which numbers it keeps of its rows. They are counted again once a day. */
  recounts?: readonly Recounting[]
}

/** Merges what several features bring, and keeps the types of their routes. */
export function combine<const F extends Feature>(features: readonly F[]) {
  const entries = (menu: keyof MenuEntries) => features.flatMap(({ menus }) => menus?.[menu] ?? [])
  return {
    routes: features.flatMap(({ routes }): readonly F['routes'][number][] => routes),
    api: features.map(
      ({ chapter, routes }): ApiOfFeature => ({
        chapter,
        routes: routes.filter((route) => route.kind === 'api'),
      }),
    ),
    statuses: Object.fromEntries(
      features.flatMap(({ statuses = {} }) => Object.entries(statuses)),
    ) satisfies Statuses,
    mirrors: features.flatMap(({ mirrors = [] }) => mirrors),
    messages: features.flatMap(({ messages }) => messages ?? []),
    migrations: Object.fromEntries(
      features.flatMap(({ migrations = {} }) => Object.entries(migrations)),
    ) satisfies Migrations,
    takesOver: features.flatMap(({ takesOver = [] }) => takesOver),
    forgets: features.flatMap(({ forgets = [] }) => forgets),
    recomputes: features.flatMap(({ recomputes = [] }) => recomputes),
    recounts: features.flatMap(({ recounts = [] }) => recounts),
    menus: { account: entries('account'), administrator: entries('administrator') } satisfies MenuEntries,
  }
}
