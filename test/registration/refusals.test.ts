/**
 * Whatever Stripe refuses about something that a person typed stands at its input with a 4xx, and is never taken for our fault.
 */

import { beforeEach, describe, expect, test, vi } from 'vitest'
import { refreshAccount } from '../../src/accounts/mirror-account.ts'
import type { StripeAccountRow } from '../../src/accounts/store/stripe-account-row.ts'
import { ConnectError } from '../../src/core/errors.ts'
import { bankForm, saveBankAccount } from '../../src/registration/bank-account.ts'
import { inputsOf } from '../../src/registration/fields/definition.ts'
import { askedIn } from '../../src/registration/questions.ts'
import { open } from '../../src/registration/registration.ts'
import { saveStep } from '../../src/registration/save-step.ts'
import { everyCase } from '../support/breadth.ts'
import { answersTo, bankAnswers } from './answers.ts'
import { newAccount, openDesk, signedIn } from './support.ts'

const { bench, services } = await openDesk()
const context = signedIn(services)

beforeEach(() => bench.control('DELETE', 'faults'))

/** Codes with which Stripe refuses a parameter, those for programmers too. @see https://docs.stripe.com/error-codes */
const CODES = [
  ...['url_invalid', 'email_invalid', 'postal_code_invalid', 'state_unsupported', 'invalid_characters'],
  ...['parameter_invalid_empty', 'parameter_invalid_string_blank', 'parameter_missing', 'parameter_unknown'],
  ...['parameters_exclusive', 'resource_missing', 'tax_id_invalid', 'account_number_invalid', 'new_code'],
]

const STATUSES = [400, 402, 400]

/** The parameters in the body of an update, and the wholes that contain them: `individual[dob][day]`, `individual[dob]`, `individual`. */
function paramsIn(body: object, at = ''): string[] {
  return Object.entries(body).flatMap(([key, value]) => {
    const param = at ? `${at}[${key}]` : key
    return typeof value === 'object' && value !== null ? [param, ...paramsIn(value, param)] : [param]
  })
}

async function refusal(of: Promise<unknown>): Promise<ConnectError> {
  const error = await of.then(
    () => expect.fail('Stripe took it'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ConnectError)) throw error
  return error
}

/** What a step sends to Stripe, by the path of the call. */
async function sentBy(row: StripeAccountRow, save: () => Promise<StripeAccountRow>) {
  const update = vi.spyOn(services.stripe.accounts, 'update')
  const updatePerson = vi.spyOn(services.stripe.accounts, 'updatePerson')
  const upload = vi.spyOn(services.stripe.files, 'create')
  // The first call is refused before anything changes.
  const saved = await save()
  const calls = [
    ...update.mock.calls.map(([, body]) => [`/v1/accounts/${row.stripeid}`, body] as const),
    ...updatePerson.mock.calls.map(
      ([, person, body]) => [`/v1/accounts/${row.stripeid}/persons/${person}`, body] as const,
    ),
    ...upload.mock.calls.slice(0, 1).map(() => ['/v1/files', { file: '', purpose: '' }] as const),
  ]
  vi.restoreAllMocks()
  return { saved, calls }
}

/** Each takes seconds, so CI alone tries all. */
const COUNTRIES = everyCase ? ['GB', 'US', 'JP', 'AE', 'SG', 'BR', 'IN'] : ['JP', 'US']

describe('what Stripe refuses stands at an input of the step', () => {
  test.each(COUNTRIES)('in %s', async (country) => {
    let row = await newAccount(context, country)
    let refused = 0
    for (const { id, groups } of open(context, row).steps) {
      if (groups.length === 0) continue
      const registration = open(context, row)
      const fields = (registration.step(id)?.groups ?? groups).flatMap((group) => group.fields)
      const { values, files } = answersTo(fields, country)
      const inputs = askedIn(id, registration.asked.questions).flatMap(({ definition }) =>
        inputsOf(definition),
      )
      // On a second account, the same step tells which parameters it sends.
      const other = await newAccount(context, country)
      let twin = other
      for (const step of open(context, other).steps) {
        if (step.groups.length === 0) continue
        const now = open(context, twin)
        const asked = (now.step(step.id)?.groups ?? []).flatMap((group) => group.fields)
        const given = answersTo(asked, country)
        const { saved, calls } = await sentBy(twin, () =>
          saveStep(context, now, step.id, given.values, given.files),
        )
        twin = saved
        if (step.id !== id) continue
        for (const [at, [path, body]] of calls.entries()) {
          for (const [index, param] of paramsIn(body ?? {}).entries()) {
            const ours = path.replace(other.stripeid, row.stripeid)
            const code = CODES[(index + at) % CODES.length]
            const person = /persons\/(.*)/.test(path) ? '/v1/accounts/{account}/persons/{person}' : ours
            const status = STATUSES[(index + at) % STATUSES.length]
            await bench.control('POST', 'faults', {
              api: { method: 'POST', path: person, status, error: { code, param } },
            })
            const error = await refusal(saveStep(context, open(context, row), id, values, files))
            expect(error.status, `${param} ${code}`).toBe(400)
            expect(inputs, `${param} ${code}`).toContain(error.problems[0]?.field)
            expect(error.problems[0]?.message, `${param} ${code}`).toBeTruthy()
            refused += 1
            await bench.control('DELETE', 'faults')
            row = (await refreshAccount(services, row.stripeid)) ?? row
          }
        }
        break
      }
      row = await saveStep(context, open(context, row), id, values, files)
    }
    expect(refused).toBeGreaterThan(15)
  })

  test.each(['GB', 'US', 'JP', 'DE', 'NZ'])('of a bank account in %s', async (country) => {
    const row = await newAccount(context, country)
    const currency = row.stripeObject.default_currency ?? ''
    const answers = bankAnswers(country, currency)
    const inputs = (await bankForm(context, row, country, currency)).flatMap(({ fields }) =>
      fields.map(({ name }) => name),
    )
    const params = [
      'account_number',
      'routing_number',
      'account_holder_name',
      'account_holder_type',
      'country',
      'currency',
    ]
    for (const param of ['external_account', ...params.map((name) => `external_account[${name}]`)]) {
      for (const [at, code] of [...CODES, 'bank_account_unusable', 'routing_number_invalid'].entries()) {
        const status = STATUSES[at % STATUSES.length]
        await bench.control('POST', 'faults', {
          api: { method: 'POST', path: `/v1/accounts/${row.stripeid}`, status, error: { code, param } },
        })
        const error = await refusal(saveBankAccount(context, row, answers))
        expect(error.status, `${param} ${code} ${status}`).toBe(400)
        expect(inputs, `${param} ${code}`).toContain(error.problems[0]?.field)
      }
    }
  })
})
