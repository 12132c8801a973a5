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
import { parseRequirement } from './subject.ts'

/** Fields of an individual that only the Persons API takes. @see https://docs.stripe.com/api/persons/update */
const OF_THE_PERSON = /^(nationality$|documents\.)/

/** Whose answer it is, when the Persons API takes it: somebody of a company, or an individual. */
function isOfThePerson({ param }: Change): boolean {
  const { subject, role, field } = parseRequirement(param)
  return subject === 'person' && (role === undefined || (role === 'individual' && OF_THE_PERSON.test(field)))
}

/**
 * @returns the account after the update; the same row when there is nothing to send
 * @throws ConnectError with every mistake in the answers, or with what Stripe refused, each with its field
 */
export async function sendAnswers(
  context: Context,
  row: StripeAccountRow,
  { changes, uploads, problems }: Answers,
): Promise<StripeAccountRow> {
  if (problems.length > 0) throw ConnectError.of(problems)
  if (changes.length === 0 && uploads.length === 0) return row
  const { storage } = context.services
  const ticket = await accountStore(storage).ticket(row.stripeid)
  const all = [...changes, ...(await sendFiles(context, row.stripeid, ticket, uploads))]
  const ofThePerson = all.filter(isOfThePerson)
  const ofTheAccount = all.filter((change) => !isOfThePerson(change))

  let saved: StripeAccountRow | undefined = row
  if (ofTheAccount.length > 0) saved = await updateAccount(context, row.stripeid, ticket, ofTheAccount)
  if (ofThePerson.length > 0) saved = await updatePerson(context, saved ?? row, ticket, ofThePerson)
  if (!saved) throw notFound('stripeid')
  return saved
}

async function updateAccount(
  { services, messages }: Context,
  stripeid: string,
  ticket: number,
  changes: readonly Change[],
): Promise<StripeAccountRow | undefined> {
  const params: Stripe.AccountUpdateParams = nested(changes)
  try {
    const account = await services.stripe.accounts.update(stripeid, params, {
      idempotencyKey: idempotencyKey('update-account', stripeid, ticket),
    })
    return await recordAccount(services, account, ticket)
  } catch (error) {
    throw refusalOf(error, messages, changes)
  }
}

async function updatePerson(
  { services, messages }: Context,
  { stripeid, stripeObject }: StripeAccountRow,
  ticket: number,
  changes: readonly Change[],
): Promise<StripeAccountRow | undefined> {
  const [{ param } = { param: '' }] = changes
  const isNamed = parseRequirement(param).role === undefined
  const personid = isNamed ? param.split('.', 1)[0] : stripeObject.individual?.id
  // Stripe creates the person with the account's first answer about them, such as a name. The Persons API needs their id.
  if (!personid) throw new ConnectError('invalid-individual_first_name', { field: 'individual_first_name' })
  const ofThePerson = changes.map((change) => ({ ...change, param: parseRequirement(change.param).field }))
  try {
    const params: Stripe.AccountUpdatePersonParams = nested(ofThePerson)
    await services.stripe.accounts.updatePerson(stripeid, personid, params, {
      idempotencyKey: idempotencyKey('update-person', personid, ticket),
    })
  } catch (error) {
    throw refusalOf(error, messages, ofThePerson)
  }
  if (isNamed) await personMirror.refresh(services, { stripeid, objectid: personid })
  return refreshAccount(services, stripeid)
}

/**
 * The error for the person. What Stripe refuses about something they typed is theirs to correct, whatever its code. A parameter
 * unknown to Stripe comes from a requirement that the form only knows by name: it cannot be met here.
 */
function refusalOf(error: unknown, messages: Translator, changes: readonly Change[]): ConnectError {
  if (!isRefused(error)) return toConnectError(error)
  const field = error.param ? inputOf(error.param, changes) : undefined
  if (field === undefined) return toConnectError(error)
  if (error.code === 'parameter_unknown')
    return new ConnectError(`invalid-${field}`, {
      field,
      message: messages.text('refusal.not-here'),
      cause: error,
    })
  return refusedParameter(error, field)
}

/**
 * The input that a refused parameter was made from. Stripe may name a part of what was sent, such as a date's month, or the
 * whole that contains it, such as an address.
 */
function inputOf(refused: string, changes: readonly Change[]): string | undefined {
  const path = refused.replaceAll(/[[\].]+/g, '.').replace(/\.$/, '')
  const made = changes.find(({ param }) => path === param || path.startsWith(`${param}.`))
  if (!made) return changes.find(({ param }) => param.startsWith(`${path}.`))?.input
  const part = path.slice(made.param.length + 1)
  return /^(day|month|year)$/.test(part) ? made.input.replace(/_day$/, `_${part}`) : made.input
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
  const made = new Map<string, Change>()
  uploads.forEach(({ param, listed, file }, at) => {
    const list = made.get(param)?.value
    const value = listed ? [...(Array.isArray(list) ? list : []), ids[at]] : ids[at]
    made.set(param, { param, value, input: file.field })
  })
  return [...made.values()]
}

/** Has no prototype: the keys come from Stripe, and a key `__proto__` would change every object. */
const hash = (): Record<string, unknown> => Object.create(null)

function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Turns changes at paths into the nested object that the SDK sends.
 *
 * @example
 * nested([{ param: 'individual.email', value: 'a@b.example' }]) // { individual: { email: 'a@b.example' } }
 */
function nested(changes: readonly Pick<Change, 'param' | 'value'>[]): Record<string, unknown> {
  const root = hash()
  for (const { param, value } of changes) {
    const keys = param.split('.')
    const last = keys.pop() ?? param
    let at = root
    for (const key of keys) {
      const known = at[key]
      const next = isHash(known) ? known : hash()
      at[key] = next
      at = next
    }
    at[last] = value
  }
  return root
}
