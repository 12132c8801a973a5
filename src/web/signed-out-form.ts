/**
 * Keeps a form that was sent after the session had ended, until the same person has signed in again. It comes back as it was
 * typed, with a fresh token, so that one press sends it.
 *
 * @module
 */
import type { Request } from 'express'
import type { Context } from '../context/context.ts'
import { comesBackTo } from './answer-error.ts'
import { textLimit } from './body-rules.ts'
import { sift } from './for-stripe-alone.ts'
import type { HostHooks } from './host-hooks.ts'
import { rememberForm } from './kept-form.ts'
import { formWithin, readGuestForm, refuseProblems } from './read-body.ts'
import { addressOfRefused, keepRefused, refusedIn, withoutSecrets } from './refused-form.ts'
import type { Page } from './route.ts'
import { queryValues } from './validate.ts'

const PROBLEMS = [{ code: 'signed-out' }]

/**
 * @returns the address to sign in at, which leads back to the form; undefined when it is not a form of a signed-in person
 * @throws StorageError when the database does not answer
 */
export async function keepSignedOut(
  page: Page,
  { services, ip }: Context,
  request: Request,
  hooks: HostHooks,
): Promise<string | undefined> {
  const received = hooks.received?.(request)
  const sent = received ? formWithin(received.form, textLimit(false)) : await readGuestForm(request, ip)
  const { posted } = sift(sent, page, services)
  rememberForm(request, posted)
  refuseProblems(posted)
  const { 'csrf-token': token, ...values } = posted.values
  const accountid = hooks.formOwner?.(token)
  if (accountid === undefined) return undefined
  const attempt = { values: withoutSecrets(values, page), problems: PROBLEMS }
  const place = { page, services, owner: { accountid }, csrfToken: await hooks.csrfToken(request) }
  const query = queryValues(request.originalUrl)
  const said = await keepRefused({ attempt, status: 200 }, place, refusedIn(query))
  if (said === undefined) return undefined
  const address = hooks.base(request) + addressOfRefused(page, query, said)
  return hooks.signIn(comesBackTo(address), request)
}
