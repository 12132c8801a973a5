/**
 * The limits of a request's body, and the counters of its bytes.
 *
 * @module
 */
import type { Context } from '../context/context.ts'
import { ConnectError } from '../core/errors.ts'
import {
  guestBudget,
  guestUploadBudget,
  type Hold,
  textBudget,
  uploadBudget,
  webhookBudget,
} from './body-budget.ts'
import type { ReceivedBody } from './host-hooks.ts'
import { networkOf } from './network.ts'

/** Bytes of a form, or of JSON, without its files. */
const TEXT_LIMIT = 512 * 1024
/** The same for a guest: more than any registration form has with every field filled. */
const GUEST_TEXT_LIMIT = 128 * 1024

export function textLimit(isSignedIn: boolean): number {
  return isSignedIn ? TEXT_LIMIT : GUEST_TEXT_LIMIT
}

/** Counts the bytes of a request. Release it when the request is over, however it ends. */
export interface Holds {
  files: Hold
  text: Hold
  /** @param body its bytes are already counted; `release` now gives them back with the rest */
  receive(body: ReceivedBody | undefined): ReceivedBody | undefined
  release(): void
}

/** Somebody signed in. Two marketplaces in one process may have people of the same id. */
export interface Sender {
  appid: string
  accountid: string
}

export function senderOf({ caller, services }: Pick<Context, 'caller' | 'services'>): Sender | undefined {
  return caller && { appid: services.storage.appid, accountid: caller.accountid }
}

/** @param sender undefined for a guest */
export function holdFor(sender: Sender | undefined, ip: string): Holds {
  const person = sender ? [`person ${sender.accountid} of ${sender.appid}`] : []
  const owners = [...person, addressOf(ip)]
  const text = (sender ? textBudget : guestBudget).hold(...owners)
  const files = (sender ? uploadBudget : guestUploadBudget).hold(...owners)
  const all: Pick<Hold, 'release'>[] = [files, text]
  return {
    files,
    text,
    receive(body) {
      if (body?.hold) all.push(body.hold)
      return body
    },
    release() {
      for (const hold of all) hold.release()
    },
  }
}

/** Counts the bytes of a webhook. */
export function holdForWebhook(ip: string): Hold {
  return webhookBudget.hold(addressOf(ip))
}

function addressOf(ip: string): string {
  return `address ${networkOf(ip)}`
}

export interface FileRules {
  /** Counts the files' bytes. */
  hold: Hold
  /** Called at the start of each file with its name in the form and the fields before it; false when it is not to be kept. */
  isWanted(name: string, fields: readonly (readonly [string, string])[]): boolean
  /** Bytes of one file and of all files; by default the limits for documents. */
  largest?: number
  total?: number
}

/** The limits of a body. */
export interface BodyRules {
  /** Bytes of everything but files, and their counter. */
  text: number
  hold: Hold
  /** Bytes of one value; by default more than any of our forms has. */
  value?: number
  /** Absent when no files are taken. */
  files?: FileRules
}

export function tooBusy(): ConnectError {
  return new ConnectError('too-busy', { status: 503 })
}
