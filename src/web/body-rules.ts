/**
 * What is taken of a body, and what counts its bytes.
 *
 * @module
 */
import { ConnectError } from '../core/errors.ts'
import { type Hold, textBudget, uploadBudget } from './body-budget.ts'
import type { ReceivedBody } from './host-hooks.ts'

/** Bytes of a form, or of JSON, without its files. */
const TEXT_LIMIT = 512 * 1024
/** The same of somebody who is not signed in: more than any form of a registration has with every field filled. */
const GUEST_TEXT_LIMIT = 128 * 1024

export function textLimit(isSignedIn: boolean): number {
  return isSignedIn ? TEXT_LIMIT : GUEST_TEXT_LIMIT
}

/** What counts the bytes of a request; to be released when the request is over, however it ends. */
export interface Holds {
  files: Hold
  text: Hold
  /** @param body counted elsewhere until it came here; from now on it is released with the rest */
  receive(body: ReceivedBody | undefined): ReceivedBody | undefined
  release(): void
}

/** @param accountid of the person who sends it, undefined for a guest */
export function holdFor(accountid: string | undefined, ip: string): Holds {
  const owners = [...(accountid === undefined ? [] : [`person ${accountid}`]), `address ${ip}`]
  const [files, text] = [uploadBudget.hold(...owners), textBudget.hold(...owners)]
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

export interface FileRules {
  /** What counts their bytes. */
  hold: Hold
  /** Asked at the beginning of each file, with the fields that came before it: false for one that is not to be kept. */
  areWanted(fields: readonly (readonly [string, string])[]): boolean
  /** Bytes of one and of all together; those of documents unless said otherwise. */
  largest?: number
  total?: number
}

/** What is taken of a body. */
export interface BodyRules {
  /** Bytes of what is no file, and what counts them. */
  text: number
  hold: Hold
  /** Bytes of one value; more than any form of ours has unless said otherwise. */
  value?: number
  /** Absent where no file is taken. */
  files?: FileRules
}

export function tooBusy(): ConnectError {
  return new ConnectError('too-busy', { status: 503 })
}
