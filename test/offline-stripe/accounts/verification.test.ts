import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { PNG, startBench } from '../support.ts'
import { activeSeller, createSeller, give, submitSeller } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

const MATCHING = { day: 1, month: 1, year: 1901 }
const AT_ONCE = { day: 1, month: 1, year: 1902 }
const ORDINARY = { day: 17, month: 4, year: 1985 }
const DOCUMENT = 'individual.verification.document'
const ADDRESS_DOCUMENT = 'individual.verification.additional_document'

/** Submits an account with this personal data, and returns it after verification. */
async function verified(
  country: string,
  individual: Stripe.AccountCreateParams.Individual,
): Promise<Stripe.Account> {
  const { id } = await submitSeller(bench, country, { individual })
  await bench.advance(3)
  return stripe.accounts.retrieve(id)
}

function codes({ requirements }: Stripe.Account): string[] {
  return (requirements?.errors ?? []).map(({ code, requirement }) => `${requirement} ${code}`)
}

async function upload(name: string, purpose: Stripe.FileCreateParams.Purpose = 'identity_document') {
  return stripe.files.create({ purpose, file: { data: PNG, name, type: 'image/png' } })
}

function withDocument(front: string, back?: string): Stripe.AccountUpdateParams {
  return { individual: { verification: { document: { front, ...(back && { back }) } } } }
}

describe('birth date and address', () => {
  it.each([
    { dob: MATCHING, line1: 'address_full_match', due: [] },
    { dob: MATCHING, line1: 'address_no_match', due: [ADDRESS_DOCUMENT] },
    { dob: MATCHING, line1: 'address_line1_no_match', due: [ADDRESS_DOCUMENT] },
    { dob: ORDINARY, line1: 'address_full_match', due: [DOCUMENT] },
    { dob: ORDINARY, line1: 'address_no_match', due: [ADDRESS_DOCUMENT, DOCUMENT] },
    { dob: MATCHING, line1: '12 Kiln Lane', due: [] },
    { dob: ORDINARY, line1: '12 Kiln Lane', due: [DOCUMENT] },
  ])('$dob.year and $line1 leave $due due', async ({ dob, line1, due }) => {
    const account = await verified('DE', { dob, address: { line1 } })
    expect(account.requirements?.currently_due).toEqual(due)
    expect(account.payouts_enabled).toBe(due.length === 0)
  })

  it('match at once with 1902-01-01, in the answer itself', async () => {
    const account = await submitSeller(bench, 'GB', { individual: { dob: AT_ONCE } })
    expect(account).toMatchObject({ payouts_enabled: true, requirements: { pending_verification: [] } })
  })

  it('find 1900-01-01 on a sanctions list', async () => {
    const account = await verified('GB', { dob: { day: 1, month: 1, year: 1900 } })
    expect(account.requirements?.disabled_reason).toBe('listed')
    expect(account.payouts_enabled).toBe(false)
  })
})

describe('a street', () => {
  it.each([
    ['US', 'PO Box 123', 'invalid_address_po_boxes_disallowed'],
    ['US', 'HC 2 Box 5', 'invalid_address_highway_contract_box'],
    ['DE', 'Postfach 10 12', 'invalid_address_po_boxes_disallowed'],
    ['DE', '???', 'invalid_street_address'],
  ])('in %s is none when it is %s, until there is one', async (country, line1, code) => {
    const account = await verified(country, { dob: MATCHING, address: { line1 } })
    expect(codes(account)).toEqual([`individual.address.line1 ${code}`])
    const { id } = account
    await stripe.accounts.update(id, { individual: { address: { line1: '12 Kiln Lane' } } })
    expect(codes(await stripe.accounts.retrieve(id))).toEqual([])
  })

  it('is in a city with a name', async () => {
    const account = await verified('DE', { dob: MATCHING, address: { city: '-' } })
    expect(codes(account)).toEqual(['individual.address.city invalid_address_city_state_postal_code'])
  })

  it('may be a box in the Emirates', async () => {
    const account = await verified('AE', { dob: MATCHING, address: { line1: 'PO Box 123' } })
    expect(codes(account)).not.toContainEqual(expect.stringContaining('address.line1'))
  })
})

describe('id number', () => {
  it.each(['US', 'SG', 'MX', 'HK'])('of zeros matches in %s', async (country) => {
    expect(await verified(country, { id_number: '000000000' })).toMatchObject({ payouts_enabled: true })
  })

  it('of ones belongs to somebody else: another, or a document, is asked for', async () => {
    const account = await verified('US', { id_number: '111111111' })
    expect(codes(account)).toEqual(['individual.id_number verification_failed_id_number_match'])
    expect(account.requirements?.alternatives).toEqual([
      { original_fields_due: ['individual.id_number'], alternative_fields_due: [DOCUMENT] },
    ])
    await stripe.accounts.update(account.id, { individual: { id_number: '000000000' } })
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: true })
  })

  it('of ones is outweighed by a document that passes', async () => {
    const account = await verified('US', { id_number: '111111111' })
    const sent = await stripe.accounts.update(account.id, withDocument('file_identity_document_success'))
    expect(sent.requirements?.currently_due).toEqual([])
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: true })
  })

  it('of twos matches at once', async () => {
    const account = await submitSeller(bench, 'US', { individual: { id_number: '222222222' } })
    expect(account.payouts_enabled).toBe(true)
  })

  it('answers for its last four digits in the United States, and is never shown', async () => {
    const account = await createSeller(bench)
    expect(account.requirements?.currently_due).toContain('individual.ssn_last_4')
    expect(account.requirements?.currently_due).not.toContain('individual.id_number')
    expect(account.requirements?.eventually_due).toContain('individual.id_number')
    const named = await stripe.accounts.update(account.id, { individual: { id_number: '123-45-6789' } })
    expect(named.requirements?.eventually_due).not.toContain('individual.id_number')
    expect(named.requirements?.currently_due).not.toContain('individual.ssn_last_4')
    expect(named.individual).toMatchObject({ id_number_provided: true, ssn_last_4_provided: true })
    expect(JSON.stringify(named)).not.toContain('6789')
  })

  it.each([
    ['6789', []],
    ['0000', []],
    ['1111', ['individual.id_number verification_failed_id_number_match']],
  ])('may end in %s, alone, and is judged by that: %j', async (ssn_last_4, problems) => {
    const account = await createSeller(bench)
    const asked = account.requirements?.currently_due ?? []
    await give(
      bench,
      account,
      asked.filter((path) => path !== 'individual.ssn_last_4'),
    )
    const sent = await stripe.accounts.update(account.id, { individual: { ssn_last_4 } })
    expect(sent.requirements).toMatchObject({
      currently_due: [],
      disabled_reason: 'requirements.pending_verification',
    })
    expect(sent.individual).toMatchObject({ id_number_provided: false, ssn_last_4_provided: true })
    await bench.advance(3)
    const judged = await stripe.accounts.retrieve(account.id)
    expect(codes(judged)).toEqual(problems)
    expect(judged.payouts_enabled).toBe(problems.length === 0)
  })
})

describe('an identity document', () => {
  it('that fails is asked for again; a good one lets the person through', async () => {
    const account = await verified('DE', {})
    const failed = await upload('passport-failed.png')
    const sent = await stripe.accounts.update(account.id, withDocument(failed.id))
    expect(sent.requirements).toMatchObject({
      currently_due: [],
      pending_verification: [DOCUMENT],
      errors: [],
    })
    expect(sent.individual?.verification?.status).toBe('pending')

    await bench.advance(3)
    const refused = await stripe.accounts.retrieve(account.id)
    expect(codes(refused)).toEqual([`${DOCUMENT} verification_document_failed_other`])
    expect(refused.individual?.verification).toMatchObject({
      status: 'unverified',
      document: { front: failed.id, details_code: 'document_failed_other' },
    })
    expect(refused.individual?.requirements?.currently_due).toEqual(['verification.document'])

    const again = await stripe.accounts.update(account.id, withDocument(failed.id))
    expect(again.requirements?.currently_due).toEqual([DOCUMENT])

    await stripe.accounts.update(account.id, withDocument((await upload('passport.png')).id))
    await bench.advance(3)
    const passed = await stripe.accounts.retrieve(account.id)
    expect(passed).toMatchObject({
      payouts_enabled: true,
      individual: { verification: { status: 'verified', document: { details_code: null } } },
    })
  })

  it.each([
    ['passport-expired.png', 'verification_document_expired', 'document'],
    ['blurry.jpg.png', 'verification_document_not_readable', 'document'],
    ['id name_mismatch.png', 'verification_document_name_mismatch', 'person'],
    ['dob-mismatch.png', 'verification_document_dob_mismatch', 'person'],
    ['licence.missing_back.png', 'verification_document_missing_back', 'document'],
  ])('named %s fails with %s', async (name, code, at) => {
    const account = await verified('FR', { verification: { document: { front: (await upload(name)).id } } })
    expect(codes(account)).toEqual([`${DOCUMENT} ${code}`])
    const verification = account.individual?.verification
    const said = at === 'person' ? verification?.details_code : verification?.document?.details_code
    expect(`verification_${said}`).toBe(code)
  })

  it('is judged on both sides', async () => {
    const [front, back] = [await upload('front.png'), await upload('back-expired.png')]
    const document = { front: front.id, back: back.id }
    expect(codes(await verified('IT', { verification: { document } }))).toEqual([
      `${DOCUMENT} verification_document_expired`,
    ])
  })

  it('that was uploaded for something else is refused', async () => {
    const account = await createSeller(bench, 'GB')
    const file = await upload('logo.png', 'business_logo')
    await expect(stripe.accounts.update(account.id, withDocument(file.id))).rejects.toMatchObject({
      statusCode: 400,
      param: 'individual[verification][document][front]',
    })
    await expect(stripe.accounts.update(account.id, withDocument('file_unknown'))).rejects.toMatchObject({
      code: 'resource_missing',
    })
  })

  it('goes through the persons endpoint where the country asks for a passport', async () => {
    const account = await verified('AE', { address: { line1: 'address_full_match' } })
    expect(account.requirements?.currently_due).toEqual(['individual.documents.passport.files'])
    await stripe.accounts.updatePerson(account.id, account.individual?.id ?? '', {
      documents: { passport: { files: ['file_identity_document_success'] } },
    })
    await bench.advance(3)
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({ payouts_enabled: true })
  })
})

describe('the business', () => {
  it('has a name of words', async () => {
    const { id } = await activeSeller(bench, 'GB')
    const named = async (name: string) =>
      codes(await stripe.accounts.update(id, { business_profile: { name } }))
    expect(await named('???')).toEqual(['business_profile.name invalid_business_profile_name'])
    expect(await named('Zoë’s 7')).toEqual([])
  })

  it.each([
    ['Pottery', 'invalid_product_description_length'],
    ['https://www.rocketrides.example/', 'invalid_product_description_url_match'],
  ])('in the United States describes what it sells: %s', async (description, code) => {
    const account = await activeSeller(bench, 'US')
    const told = async (text: string) => {
      const business_profile = { url: 'https://rocketrides.example', product_description: text }
      return codes(await stripe.accounts.update(account.id, { business_profile }))
    }
    expect(await told(description)).toEqual([`business_profile.product_description ${code}`])
    expect(await told('Rides on rockets')).toEqual([])
  })

  it.each([
    ['disallowed', 'invalid_url_denylisted'],
    ['geoblocked', 'invalid_url_website_inaccessible_geoblocked'],
    ['inaccessible', 'invalid_url_website_inaccessible'],
    ['mismatch', 'invalid_url_website_business_information_mismatch'],
    ['missing', 'invalid_url_website_incomplete'],
    ['passwordprotected', 'invalid_url_website_inaccessible_password_protected'],
    ['problem', 'invalid_url_website_other'],
    ['underconstruction', 'invalid_url_website_incomplete_under_construction'],
  ])('with https://%s.stripe.com fails with %s until it gives another address', async (word, code) => {
    const url = `https://${word}.stripe.com`
    const account = await activeSeller(bench, 'NL')
    await stripe.accounts.update(account.id, { business_profile: { url } })
    const judged = await stripe.accounts.retrieve(account.id)
    expect(codes(judged)).toEqual([`business_profile.url ${code}`])
    const corrected = await stripe.accounts.update(account.id, {
      business_profile: { url: 'https://accessible.stripe.com' },
    })
    expect(corrected.requirements).toMatchObject({ currently_due: [], errors: [], disabled_reason: null })
  })

  it.each([
    [
      { business_profile: { name: 'disallowed_dba' } },
      'business_profile.name invalid_business_profile_name_denylisted',
    ],
    [{ business_profile: { name: 'invalid_dba' } }, 'business_profile.name invalid_business_profile_name'],
    [
      { business_profile: { product_description: 'require_url' } },
      'business_profile.url invalid_url_web_presence_detected',
    ],
    [
      { settings: { payments: { statement_descriptor: 'mismatch' } } },
      'settings.payments.statement_descriptor invalid_statement_descriptor_business_mismatch',
    ],
    [
      { settings: { payments: { statement_descriptor: 'disallowed' } } },
      'settings.payments.statement_descriptor invalid_statement_descriptor_denylisted',
    ],
    [
      { settings: { card_payments: { statement_descriptor_prefix: 'mismatch' } } },
      'settings.card_payments.statement_descriptor_prefix invalid_statement_descriptor_prefix_mismatch',
    ],
    [
      { settings: { card_payments: { statement_descriptor_prefix: 'disallowed' } } },
      'settings.card_payments.statement_descriptor_prefix invalid_statement_descriptor_prefix_denylisted',
    ],
  ])('that says %j is told %s', async (params, error) => {
    const account = await activeSeller(bench)
    expect(codes(await stripe.accounts.update(account.id, params))).toEqual([error])
  })

  it('is held back for its name ending in _high_risk', async () => {
    const account = await activeSeller(bench)
    const held = await stripe.accounts.update(account.id, { business_profile: { name: 'Fern_high_risk' } })
    expect(held).toMatchObject({ payouts_enabled: false, requirements: { disabled_reason: 'under_review' } })
  })

  it('has its capabilities paused for https://inactivity.stripe.com', async () => {
    const account = await activeSeller(bench)
    await stripe.accounts.update(account.id, { business_profile: { url: 'https://inactivity.stripe.com' } })
    const capability = await stripe.accounts.retrieveCapability(account.id, 'transfers')
    expect(capability).toMatchObject({
      status: 'inactive',
      requirements: { disabled_reason: 'paused.inactivity' },
    })
  })

  it.each([
    ['DE', [DOCUMENT, ADDRESS_DOCUMENT]],
    ['US', [DOCUMENT, 'individual.id_number']],
  ])('in %s owes %j at once with enforce_future_requirements in its e-mail', async (country, later) => {
    const usual = await createSeller(bench, country)
    for (const path of later) expect(usual.requirements?.currently_due).not.toContain(path)
    const email = 'robin+enforce_future_requirements@example.com'
    const account = await createSeller(bench, country, { email })
    expect(account.requirements?.currently_due).toEqual(expect.arrayContaining(later))
  })
})

it('tells those who are not yet 18 so, until the date of birth is corrected', async () => {
  const account = await activeSeller(bench)
  // Other tests here move the clock by weeks but not by years.
  const year = new Date().getUTCFullYear() - 15
  await stripe.accounts.update(account.id, { individual: { dob: { day: 1, month: 1, year } } })
  await bench.advance(4)
  expect(codes(await stripe.accounts.retrieve(account.id))).toEqual([
    'individual.dob.day invalid_dob_age_under_18',
  ])
  const dob = { day: 1, month: 1, year: 1901 }
  await stripe.accounts.update(account.id, { individual: { dob } })
  await bench.advance(4)
  const corrected = await stripe.accounts.retrieve(account.id)
  expect(corrected.requirements).toMatchObject({ currently_due: [], errors: [] })
})
