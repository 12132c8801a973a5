/**
 * Who asks, and what the answer may be made with. A host builds a Context from its own request; nothing below knows more.
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

/** The parts that live as long as the process does. Made once by `createServices`. */
export interface Services {
  config: Config
  storage: Storage
  stripe: Stripe
  /** What each person's headers are, ready to send. */
  headers: PersonStates
  /** Tells whoever listens in this process that something of a person changed. */
  announcements: Announcements
  /** The other instances, when there is a Redis through which they can be told of changes. */
  peers?: Peers
  /** The objects of Stripe's that are copied into the database. */
  mirrors: readonly Mirror[]
  /** What is said to people, in each language. */
  translators: Translators
  /** Whose connected account it is; undefined when the tenant has none of that id. */
  ownerOf(stripeid: string): Promise<string | undefined>
  log: Logger
  /** The time; tests move it. */
  now(): Date
}

/** An object of a connected account, or that account. */
export interface Subject {
  stripeid: string
  objectid: string
}

/** An object of Stripe's that is copied into the database: see `defineMirror`. */
export interface Mirror {
  /** As Stripe calls it. */
  object: string
  /** Types of events that say that it changed. Each type is one mirror's. */
  events: readonly Stripe.Event.Type[]
  /**
   * The id of the object that such an event is about, as far as it has one: events about the same object wait for each other,
   * and one fetch serves them. Nobody has looked yet at whether it can be an id.
   *
   * @param shown the object in the event's `data`
   * @param stripeid of the account that it is about
   */
  idOf(shown: { id?: unknown }, stripeid: string): unknown
  /** What of the account changes with it and is fetched for its events, too. Neither waits for the other. */
  alongside: readonly Mirror[]
  /**
   * Asks Stripe for the object's present state and keeps it.
   *
   * @throws Stripe's errors when it does not answer
   */
  refresh(services: Services, subject: Subject): Promise<void>
}

/** The person signed in. Never holds the host's own account object: that carries password hashes in some hosts. */
export interface Caller {
  accountid: string
  sessionid: string
  administrator: boolean
}

export interface Context {
  services: Services
  /** Undefined for a guest. */
  caller: Caller | undefined
  requestId: string
  /** The person's address as the host trusts it (`trust proxy`), never a header that anyone may set. */
  ip: string
  userAgent: string
  messages: Translator
  log: Logger
}

/** The context of a route that only signed-in people reach. */
export interface SignedInContext extends Context {
  caller: Caller
}
