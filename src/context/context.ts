/**
 * Who asks, and what the answer may be made with. A host builds a Context from its own request; nothing below knows more.
 *
 * @module
 */

import type { Logger } from 'pino'
import type { Stripe } from 'stripe'
import type { Config } from '../config/config.ts'
import type { Translator } from '../messages/translator.ts'
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
  log: Logger
  /** The time; tests move it. */
  now(): Date
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
