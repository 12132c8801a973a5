/**
 * Sends a person's answers to Stripe: first the files, since the answers contain their ids, then the account and the person.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { recordAccount, refreshAccount } from '../accounts/mirror-account.ts'
import { personMirror } from '../accounts/mirror-persons.ts'
import { accountStore } from '../accounts/store/accounts.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Context } from '../context/context.ts'
import { ConnectError, notFound } from '../core/errors.ts'
import type { Translator } from '../messages/translator.ts'
import { isRefused, refusedParameter, toConnectError } from '../stripe/errors.ts'
import { idempotencyKey } from '../stripe/idempotency.ts'
import type { Answers, Change, Upload } from './answers.ts'
import { inputOf, isOfThePerson, nested, type Place, relativeToPerson, withFiles } from './stripe-params.ts'
import { parseRequirement } from './subject.ts'

/** Answers that a browser gave to Stripe itself. */
export interface SealedAnswers {
  /** An account token, and a person token. */
  account?: string | undefined
  person?: string | undefined
  /** Whom the person token is about, among the people of a company. */
  personid?: string
  /** What the tokens may hold: Stripe may refuse it. */
  places: readonly Place[]
}

const NOTHING_SEALED: SealedAnswers = { places: [] }

/**
 * @returns the account after the update; the same row when there is nothing to send
 * @throws ConnectError with every mistake in the answers, or with what Stripe refused, each with its field
 */
export async function sendAnswers(
  context: Context,
  row: StripeAccountRow,
  { changes, uploads, problems }: Answers,
  sealed = NOTHING_SEALED,
): Promise<StripeAccountRow> {
  if (problems.length > 0) throw ConnectError.of(problems)
  const { account, person } = sealed
  if (changes.length === 0 && uploads.length === 0 && !account && !person) return row
  const { storage } = context.services
  const ticket = await accountStore(storage).ticket(row.stripeid)
  const all = [...changes, ...(await sendFiles(context, row.stripeid, ticket, uploads))]
  const ofThePerson = all.filter(isOfThePerson)
  const ofTheAccount = all.filter((change) => !isOfThePerson(change))

  let saved: StripeAccountRow | undefined = row
  if (ofTheAccount.length > 0 || account)
    saved = await updateAccount(context, row.stripeid, ticket, ofTheAccount, sealed)
  if (ofThePerson.length > 0 || person)
    saved = await updatePerson(context, saved ?? row, ticket, ofThePerson, sealed)
  if (!saved) throw notFound('stripeid')
  return saved
}

async function updateAccount(
  { services, messages }: Context,
  stripeid: string,
  ticket: number,
  changes: readonly Change[],
  { account: token, places }: SealedAnswers,
): Promise<StripeAccountRow | undefined> {
  const params: Stripe.AccountUpdateParams = { ...nested(changes), ...(token && { account_token: token }) }
  try {
    const account = await services.stripe.accounts.update(stripeid, params, {
      idempotencyKey: idempotencyKey('update-account', stripeid, ticket),
    })
    return await recordAccount(services, account, ticket)
  } catch (error) {
    throw refusalOf(error, messages, [...changes, ...places])
  }
}

async function updatePerson(
  { services, messages }: Context,
  { stripeid, stripeObject }: StripeAccountRow,
  ticket: number,
  changes: readonly Change[],
  { person: token, personid: named, places }: SealedAnswers,
): Promise<StripeAccountRow | undefined> {
  const [{ param } = { param: `${named ?? 'individual'}.` }] = changes
  const isNamed = parseRequirement(param).role === undefined
  const personid = isNamed ? param.split('.', 1)[0] : stripeObject.individual?.id
  // Stripe creates the person with the account's first answer about them, such as a name. The Persons API needs their id.
  if (!personid) throw new ConnectError('invalid-individual_first_name', { field: 'individual_first_name' })
  const ofThePerson = changes.map(relativeToPerson)
  try {
    const params: Stripe.AccountUpdatePersonParams = {
      ...nested(ofThePerson),
      ...(token && { person_token: token }),
    }
    await services.stripe.accounts.updatePerson(stripeid, personid, params, {
      idempotencyKey: idempotencyKey('update-person', personid, ticket),
    })
  } catch (error) {
    throw refusalOf(error, messages, [...ofThePerson, ...places.map(relativeToPerson)])
  }
  if (isNamed) await personMirror.refresh(services, { stripeid, objectid: personid })
  return refreshAccount(services, stripeid)
}

/**
 * The error for the person. What Stripe refuses about something they typed is theirs to correct, whatever its code. A parameter
 * unknown to Stripe comes from a requirement that the form only knows by name: it cannot be met here.
 */
function refusalOf(error: unknown, messages: Translator, places: readonly Place[]): ConnectError {
  if (!isRefused(error)) return toConnectError(error)
  const field = error.param ? inputOf(error.param, places) : undefined
  if (field === undefined) return toConnectError(error)
  if (error.code === 'parameter_unknown')
    return new ConnectError(`invalid-${field}`, {
      field,
      message: messages.text('refusal.not-here'),
      cause: error,
    })
  return refusedParameter(error, field)
}

/** Uploads go to the connected account, which keeps sellers' documents apart from the platform's own files. */
async function sendFiles(
  { services }: Context,
  stripeid: string,
  ticket: number,
  uploads: readonly Upload[],
): Promise<Change[]> {
  const ids = await Promise.all(
    uploads.map(async ({ file, purpose }, at) => {
      try {
        const created = await services.stripe.files.create(
          { purpose, file: { data: file.bytes, name: file.name, type: 'application/octet-stream' } },
          { stripeAccount: stripeid, idempotencyKey: idempotencyKey('upload', stripeid, ticket, at) },
        )
        return created.id
      } catch (error) {
        throw isRefused(error) ? refusedParameter(error, file.field) : toConnectError(error)
      }
    }),
  )
  return withFiles(uploads, ids)
}
