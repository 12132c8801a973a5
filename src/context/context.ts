/**
 * The caller of a request and the services to answer with. A host builds a Context from its own request; no other code sees that request.
 *
 * @module
 */

import type { Logger } from 'pino'
import type { Stripe } from 'stripe'
import type { Config } from '../config/config.ts'
import type { Translator } from '../messages/translator.ts'
import type { Translators } from '../messages/translators.ts'
import type { Storage } from '../storage/storage.ts'
import type { Announcements, Peers } from './announcements.ts'
import type { PersonStates } from './person-state.ts'

/** The parts that live as long as the process. `createServices` makes them once. */
export interface Services {
  config: Config
  storage: Storage
  stripe: Stripe
  /** Each person's headers, ready to send. */
  headers: PersonStates
  /** Tells listeners in this process about changes to accounts and sessions. */
  announcements: Announcements
  /** The other instances, when there is a Redis to tell them of changes. */
  peers?: Peers
  /** The Stripe objects that are copied into the database. */
  mirrors: readonly Mirror[]
  /** The texts for people, in each language. */
  translators: Translators
  /** Whose connected account it is; undefined when the tenant has none of that id. */
  ownerOf(stripeid: string): Promise<string | undefined>
  /** The app's own function, where the host was given one, asked in place of the application server. */
  checkBeforeDelete?: CheckBeforeDelete | undefined
  log: Logger
  /** The time; tests move it. */
  now(): Date
}

/**
 * Whether a Stripe account may be deleted.
 *
 * @returns a path of the site to send the person to instead; nothing when the deletion may go on
 */
export type CheckBeforeDelete = (deletion: {
  stripeid: string
  /** The person who deletes it, and whether they do so as an administrator. */
  accountid: string
  administrator: boolean
}) => string | Nothing | Promise<string | Nothing>

type Nothing = undefined | null | false

/** An object of a connected account, or that account. */
export interface Subject {
  stripeid: string
  objectid: string
}

/** A Stripe object that is copied into the database: see `defineMirror`. */
export interface Mirror {
  /** As Stripe calls it. */
  object: string
  /** The types of events that say it changed. Each type belongs to one mirror. */
  events: readonly Stripe.Event.Type[]
  /** Those of them that say it is gone. */
  endings: readonly Stripe.Event.Type[]
  /**
   * The id of the object an event is about, not checked yet. Events about the same object wait for each other and share one fetch.
   *
   * @param shown the object in the event's `data`
   * @param stripeid the account the event is about
   */
  idOf(shown: { id?: unknown }, stripeid: string): unknown
  /** Other objects of the account that change with it and are fetched for its events, too. Neither waits for the other. */
  alongside: readonly Mirror[]
  /**
   * Asks Stripe for the object's present state and keeps it.
   *
   * @param hasEnded whether one of the `endings` says that it is gone
   * @throws Stripe's errors when it does not answer, and when only the answer says that the object is gone
   */
  refresh(services: Services, subject: Subject, hasEnded?: boolean): Promise<void>
  /** Deletes the objects of an account that is about to be deleted; without it, the database does so when the account goes. */
  deleteOfAccount?(services: Services, stripeid: string): Promise<void>
}

/** The person signed in. Never the host's own account object, which contains password hashes in some hosts. */
export interface Caller {
  accountid: string
  sessionid: string
  administrator: boolean
  /** As the host knows the person; undefined where it does not. */
  name?: string | undefined
  email?: string | undefined
}

export interface Context {
  services: Services
  /** Undefined for a guest. */
  caller: Caller | undefined
  requestId: string
  /** The person's IP address, as far as the host trusts proxies (`trust proxy`), never a header that anyone may set. */
  ip: string
  userAgent: string
  /** Whether the host knows such a person, with or without a Stripe account; absent where only the app behind knows. */
  isPerson?(accountid: string): Promise<boolean>
  /** Who a person is, for administrators; absent where only the app behind knows. */
  knownPerson?(accountid: string): Promise<KnownPerson | undefined>
  messages: Translator
  log: Logger
}

/** What a host tells administrators of a person. */
export interface KnownPerson {
  /** The name and the e-mail address. */
  name: string
  /** The page where an administrator looks after them. */
  path: string
}

/** The context of a route that only signed-in people reach. */
export interface SignedInContext extends Context {
  caller: Caller
}
