import Stripe from 'stripe'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { refreshAccount } from '../../src/accounts/mirror-account.ts'
import { open } from '../../src/registration/registration.ts'
import { saveAnswers, saveStep } from '../../src/registration/save-step.ts'
import { png } from '../support/picture.ts'
import { answersTo, picture } from './answers.ts'
import { fieldOf, fieldsOf, newAccount, openDesk, signedIn } from './support.ts'

const desk = await openDesk()
const { bench, services } = desk
const context = signedIn(services)

beforeEach(() => bench.control('DELETE', 'faults'))

/** The calls to Stripe during an action. */
async function callsOf(action: () => Promise<unknown>) {
  const before = (await desk.calls()).length
  await action()
  return (await desk.calls()).slice(before)
}

describe('a step', () => {
  test('is sent as one update, which names only what changed', async () => {
    let row = await newAccount(context, 'GB')
    const fields = fieldsOf(context, row).filter(({ name }) => name.startsWith('individual_'))
    const { values } = answersTo(fields, 'GB')
    const first = await callsOf(async () => {
      row = await saveStep(context, open(context, row), 'about-you', values, [])
    })
    expect(first.filter(({ method }) => method === 'POST')).toHaveLength(1)
    const again = await callsOf(() =>
      saveStep(
        context,
        open(context, row),
        'about-you',
        { ...values, individual_phone: '+44 20 7946 0123' },
        [],
      ),
    )
    expect(again).toEqual([])

    const changed = { ...values, individual_email: 'hart@example.com', individual_dob_day: '5' }
    const update = vi.spyOn(services.stripe.accounts, 'update')
    row = await saveStep(context, open(context, row), 'about-you', changed, [])
    expect(update.mock.calls).toEqual([
      [
        row.stripeid,
        { individual: { dob: { day: 5, month: 7, year: 1986 }, email: 'hart@example.com' } },
        { idempotencyKey: expect.stringMatching(/^update-account-/) },
      ],
    ])
    expect(row.stripeObject.individual).toMatchObject({ email: 'hart@example.com', dob: { day: 5 } })
  })

  test('sends nothing when anything of it is wrong, files neither', async () => {
    const row = await newAccount(context, 'GB')
    const calls = await callsOf(async () => {
      const files = [
        picture('individual_verification_document_front'),
        picture('individual_verification_document_back', 'back.png', Buffer.from('no picture')),
      ]
      await expect(saveStep(context, open(context, row), 'document', {}, files)).rejects.toThrow(
        'invalid-individual_verification_document_back',
      )
    })
    expect(calls).toEqual([])
  })

  test('comes back with what Stripe refused at its field', async () => {
    const row = await newAccount(context, 'US')
    // A form of test number that Stripe accepts elsewhere, but not in the United States.
    await expect(saveAnswers(context, row, { individual_id_number: 'AA000000A' }, [])).rejects.toMatchObject({
      code: 'invalid-individual_id_number',
      field: 'individual_id_number',
      status: 400,
    })
  })

  test.each([
    ['individual[full_name_aliases][0]', 'individual_full_name_aliases'],
    ['individual[ssn_last_4]', 'individual_ssn_last_4'],
  ])('comes back with a refusal of %s at its field', async (param, field) => {
    const row = await newAccount(context, 'SG')
    const refused = new Stripe.errors.StripeInvalidRequestError({
      type: 'invalid_request_error',
      message: 'No.',
      statusCode: 400,
      param,
    } as unknown as Stripe.StripeRawError)
    const update = vi.spyOn(services.stripe.accounts, 'update').mockRejectedValueOnce(refused)
    onTestFinished(() => update.mockRestore())
    const answers = { individual_full_name_aliases: 'Mei Hua' }
    await expect(saveAnswers(context, row, answers, [])).rejects.toMatchObject({ field })
  })

  test.each([
    ['individual[email]', 'Check your e-mail address'],
    ['individual[dob][year]', 'Check your date of birth'],
    ['individual[verification][document][back]', /^Upload the back of your passport.* again$/],
    ['business_profile[mcc]', 'Check what you sell'],
  ])('is told what to do where Stripe refuses %s in words for programmers', async (param, sentence) => {
    const row = await newAccount(context, 'SG')
    const refused = new Stripe.errors.StripeInvalidRequestError({
      type: 'invalid_request_error',
      code: 'parameter_invalid_empty',
      message: `You passed an empty string for '${param}'.`,
      statusCode: 400,
      param,
    } as unknown as Stripe.StripeRawError)
    const update = vi.spyOn(services.stripe.accounts, 'update').mockRejectedValueOnce(refused)
    onTestFinished(() => update.mockRestore())
    const failed = await saveAnswers(context, row, { individual_email: 'mei@example.com' }, []).catch(
      (error) => error,
    )
    expect(failed.problems).toEqual([
      { code: expect.any(String), field: expect.any(String), message: expect.stringMatching(sentence) },
    ])
  })

  test('of a rejected account is refused', async () => {
    const row = await newAccount(context, 'GB')
    const rejected = { ...row, status: 'rejected' as const }
    await expect(saveAnswers(context, rejected, { individual_first_name: 'Maya' }, [])).rejects.toThrow(
      'invalid-stripe-account',
    )
  })

  test('survives Stripe being away, and is then saved', async () => {
    const row = await newAccount(context, 'GB')
    await bench.control('POST', 'faults', { api: { method: 'POST', status: 503, times: 1 } })
    const save = () => saveAnswers(context, row, { individual_first_name: 'Maya' }, [])
    await expect(save()).rejects.toMatchObject({ code: 'stripe-unavailable', status: 503 })
    expect((await save()).stripeObject.individual?.first_name).toBe('Maya')
  })
})

describe('a requirement that is new to us', () => {
  test('is refused in words when Stripe does not take its answer', async () => {
    let row = await newAccount(context, 'GB')
    const currently_due = ['individual.shoe_size', 'individual.favourite_colour']
    await bench.control('POST', 'requirements', { account: row.stripeid, currently_due })
    row = (await refreshAccount(services, row.stripeid)) ?? row
    for (const name of currently_due.map((requirement) => requirement.replaceAll('.', '_'))) {
      expect(fieldOf(context, row, name)?.required).toBe(true)
      const refused = await saveAnswers(context, row, { [name]: '42' }, []).catch((error) => error)
      expect(refused).toMatchObject({ status: 400, code: expect.stringMatching(/^invalid-/) })
      expect(refused.message).toContain('Ask the marketplace')
    }
  })
})

describe('what only a person can be told', () => {
  test('is sent to their own endpoint, and refused by the name of the form', async () => {
    let row = await newAccount(context, 'SG')
    row = await saveAnswers(context, row, { individual_first_name: 'Mei', individual_nationality: 'SG' }, [])
    expect(row.stripeObject.individual).toMatchObject({ first_name: 'Mei', nationality: 'SG' })
    expect(fieldOf(context, row, 'individual_nationality')?.value).toBe('SG')
  })

  test('can be sent again when it was that part which failed, without being taken for another tab', async () => {
    let row = await newAccount(context, 'SG')
    const version = open(context, row).version('about-you')
    const fields = fieldsOf(context, row).filter(({ name }) => name.startsWith('individual_'))
    const { values } = answersTo(fields, 'SG')
    const path = '/v1/accounts/{account}/persons/{person}'
    await bench.control('POST', 'faults', { api: { method: 'POST', path, status: 503, times: 1 } })
    const save = () => saveStep(context, open(context, row), 'about-you', { ...values, version }, [])
    await expect(save()).rejects.toMatchObject({ code: 'stripe-unavailable' })
    row = (await refreshAccount(services, row.stripeid)) ?? row
    expect(row.stripeObject.individual?.first_name, 'the other part was saved').toBeTruthy()
    expect((await save()).stripeObject.individual?.nationality).toBe(values.individual_nationality)
  })

  test('works before Stripe knows anything else of the person', async () => {
    const row = await newAccount(context, 'AE')
    const saved = await saveAnswers(context, row, {}, [picture('individual_documents_passport_files')])
    expect(saved.stripeObject.requirements?.eventually_due).not.toContain(
      'individual.documents.passport.files',
    )
  })
})

describe('documents', () => {
  test('are uploaded on behalf of the account, for what they are needed for', async () => {
    const row = await newAccount(context, 'GB')
    const { files } = answersTo(
      fieldsOf(context, row).filter(({ kind }) => kind === 'document'),
      'GB',
    )
    const calls = await callsOf(() => saveStep(context, open(context, row), 'document', {}, files))
    const uploads = calls.filter(({ path }) => path === '/v1/files')
    expect(uploads).toHaveLength(4)
    expect(uploads.every(({ account, idempotency_key }) => account === row.stripeid && idempotency_key)).toBe(
      true,
    )
    expect(new Set(uploads.map(({ idempotency_key }) => idempotency_key)).size).toBe(4)
  })

  test('that Stripe refuses are asked for again, and accepted when they are right', async () => {
    let row = await newAccount(context, 'GB')
    for (const step of open(context, row).steps) {
      const fields = step.groups.flatMap((group) => group.fields)
      const { values, files } = answersTo(fields, 'GB')
      const named = files.map((file) => ({ ...file, name: 'passport-failed.png' }))
      if (fields.length > 0) row = await saveStep(context, open(context, row), step.id, values, named)
    }
    await services.stripe.accounts.update(row.stripeid, {
      external_account: {
        object: 'bank_account',
        country: 'GB',
        currency: 'gbp',
        routing_number: '108800',
        account_number: '00012345',
      },
      tos_acceptance: { date: Math.floor(Date.now() / 1000), ip: '203.0.113.7' },
    })
    row = (await refreshAccount(services, row.stripeid)) ?? row
    const document = fieldOf(context, row, 'individual_verification_document')
    expect(document?.error).toBeTruthy()
    expect(document?.required).toBe(true)

    const both = ['individual_verification_document', 'individual_verification_additional_document']
    const files = both.map((name) => picture(`${name}_front`, 'passport.png', png(80, 50)))
    const saved = await saveStep(context, open(context, row), 'document', {}, files)
    expect(saved.stripeObject.individual?.verification?.document?.back).toBeNull()
    expect((await refreshAccount(services, saved.stripeid))?.status).toBe('active')
  })
})
