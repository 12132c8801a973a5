/**
 * Keeps a refused form while its page is asked for again. The answer to a refused form is a redirect, so that Back, Forward and
 * Reload work as on any page, without the browser asking whether to send the form again.
 *
 * What a signed-in person typed is kept in the database for minutes, sealed with a secret that is only in the page's address. That
 * holds for a form that was sent after the session ended, too: nobody but the same person sees it, in whatever session. What a
 * guest typed goes into the address itself, sealed with the token of the browser's forms as well, so that guests leave nothing
 * in the database.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Status/303
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Services } from '../context/context.ts'
import type { Forgetting } from '../context/forgetting.ts'
import type { Problem } from '../core/errors.ts'
import { seal, unseal } from '../core/sealed.ts'
import { keptFormStore } from '../storage/kept-forms.ts'
import type { Owner } from '../storage/owner.ts'
import { link } from './link.ts'
import type { Attempt, Page } from './route.ts'
import type { FormValues } from './sent.ts'
import { queryValues } from './validate.ts'

/** The query parameter that names a refused form. */
const REFUSED = 'refused'

/** What a page's address says of a refused form. */
export function refusedIn({ [REFUSED]: said }: FormValues): string | undefined {
  return typeof said === 'string' ? said : undefined
}

/** Whether an address leads back to a form that is kept. */
export function leadsToKept(address: string): boolean {
  return refusedIn(queryValues(address)) !== undefined
}

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
export interface Place {
  page: Pick<Page, 'path'>
  services: Services
  /** Undefined for a guest whom nothing but the page's address knows. */
  owner: Owner | undefined
  /** The token of the browser's forms. */
  csrfToken: string
}

/**
 * @param after what the address said of the form before it, which this one is a correction of
 * @returns what the address says of the form; undefined when a guest typed too much for an address
 * @throws StorageError when the database does not answer
 */
export async function keepRefused(
  form: RefusedForm,
  place: Place,
  after: string | undefined,
): Promise<string | undefined> {
  const { services, owner } = place
  const secret = randomBytes(16).toString('base64url')
  const earlier = await withEarlier(after, place)
  const text = JSON.stringify({ ...form, keptAt: services.now().getTime(), earlier })
  const sealed = seal(text, secretsOf(secret, place), belongsTo(place))
  if (!owner) return sealed.length > LONGEST ? undefined : `${secret}.${sealed}`
  await keptFormStore(services.storage).keep(owner, { formid: idOf(secret), sealed })
  return secret
}

/** @returns undefined when it was kept too long ago, or for somebody else */
export async function findRefused(said: string, place: Place): Promise<RefusedForm | undefined> {
  const kept = await findKept(said, place)
  return kept && { attempt: kept.attempt, status: kept.status }
}

/**
 * Gives up a form and those it corrected: it was accepted, so Back shows what is stored. A guest's forms are in the addresses.
 *
 * @throws StorageError when the database does not answer
 */
export async function giveUpRefused(said: string, place: Place): Promise<void> {
  const { services, owner } = place
  if (owner) await keptFormStore(services.storage).giveUp(owner, await withEarlier(said, place))
}

/** The ids of a signed-in person's form, and of those it corrected. */
async function withEarlier(said: string | undefined, place: Place): Promise<string[]> {
  const kept = said !== undefined && place.owner ? await findKept(said, place) : undefined
  return kept ? [idOf(secretOf(said ?? '')), ...kept.earlier] : []
}

async function findKept(said: string, place: Place): Promise<Kept | undefined> {
  const { services, owner } = place
  const since = new Date(services.now().getTime() - KEPT)
  const secret = secretOf(said)
  const [, inAddress] = said.split('.', 2)
  const sealed = owner ? await keptFormStore(services.storage).find(owner, idOf(secret), since) : inAddress
  const text = sealed && unseal(sealed, secretsOf(secret, place), belongsTo(place))
  if (!text) return undefined
  const kept: Kept = JSON.parse(text)
  return kept.keptAt >= since.getTime() ? kept : undefined
}

/** As the text has it. */
interface Kept extends RefusedForm {
  attempt: { values: Attempt['values']; problems: Problem[] }
  keptAt: number
  earlier: string[]
}

/** The address of a page that shows a refused form. */
export function addressOfRefused({ path }: Pick<Page, 'path'>, query: FormValues, said: string): string {
  const { [REFUSED]: _before, ...others } = query
  return link(path, { ...others, [REFUSED]: said })
}

export function withoutSecrets(values: FormValues, { secrets }: Pick<Page, 'secrets'>): FormValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.includes(name)))
}

export const refusedForms: Forgetting = {
  kept: KEPT,
  forget: (storage, before, limit) => keptFormStore(storage).forget(before, limit),
}

function belongsTo({ page, services, owner }: Place): string {
  return JSON.stringify([services.storage.appid, page.path, owner?.accountid])
}

function secretsOf(secret: string, { owner, csrfToken }: Place): string[] {
  return owner ? [secret] : [secret, csrfToken]
}

function secretOf(said: string): string {
  return said.split('.', 1)[0] ?? ''
}

function idOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
