/**
 * Keeps a refused form while its page is asked for again. The answer to a refused form is a redirect, so that Back, Forward and
 * Reload work as on any page, without the browser asking whether to send the form again.
 *
 * What a signed-in person typed is kept in the database for minutes, sealed with a secret that is only in the page's address and
 * with the token of the browser's forms. What a guest typed goes into the address itself, sealed likewise, so that guests leave
 * nothing in the database.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Status/303
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Context } from '../context/context.ts'
import type { Forgetting } from '../context/forgetting.ts'
import type { Problem } from '../core/errors.ts'
import { seal, unseal } from '../core/sealed.ts'
import { keptFormStore } from '../storage/kept-forms.ts'
import { isStorageError } from '../storage/storage-error.ts'
import type { Attempt, Page } from './route.ts'

/** The query parameter that names a refused form. */
export const REFUSED = 'refused'

/** Milliseconds that a refused form is kept: long enough to correct it, go away for a while and press Back. */
const KEPT = 30 * 60 * 1000

/** The most characters of a guest's sealed form: servers and proxies take addresses of some 8,000. */
const LONGEST = 4000

export interface RefusedForm {
  attempt: Attempt
  /** Of the refusal. */
  status: number
}

/** Where a form belongs. */
interface Place {
  page: Pick<Page, 'path'>
  context: Context
  /** The token of the browser's forms. */
  csrfToken: string
}

/** @returns what the address says of the form; undefined when a guest typed too much for an address, or the database does not answer */
export async function keepRefused(form: RefusedForm, place: Place): Promise<string | undefined> {
  const { services, caller } = place.context
  const secret = randomBytes(16).toString('base64url')
  const text = JSON.stringify({ ...form, keptAt: services.now().getTime() })
  const sealed = seal(text, [secret, place.csrfToken], belongsTo(place))
  if (!caller) return sealed.length > LONGEST ? undefined : `${secret}.${sealed}`
  try {
    await keptFormStore(services.storage).keep(caller, { formid: idOf(secret), sealed })
    return secret
  } catch (error) {
    if (isStorageError(error)) return undefined
    throw error
  }
}

/** @returns undefined when it was kept too long ago, or for somebody else */
export async function findRefused(said: string, place: Place): Promise<RefusedForm | undefined> {
  const { services, caller } = place.context
  const since = new Date(services.now().getTime() - KEPT)
  const [secret = '', inAddress] = said.split('.', 2)
  const sealed = caller ? await keptFormStore(services.storage).find(caller, idOf(secret), since) : inAddress
  const text = sealed && unseal(sealed, [secret, place.csrfToken], belongsTo(place))
  if (!text) return undefined
  const { attempt, status, keptAt }: Kept = JSON.parse(text)
  return keptAt >= since.getTime() ? { attempt, status } : undefined
}

/** As the text has it. */
interface Kept extends RefusedForm {
  attempt: { values: Attempt['values']; problems: Problem[] }
  keptAt: number
}

export const refusedForms: Forgetting = {
  kept: KEPT,
  forget: (storage, before, limit) => keptFormStore(storage).forget(before, limit),
}

function belongsTo({ page, context: { services, caller } }: Place): string {
  return JSON.stringify([services.storage.appid, page.path, caller?.accountid])
}

function idOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
