/** What verification finds about a company's people. */
import type Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { activeCompany } from './company.ts'

const bench = await startBench()
const { stripe } = bench

const PROOF_OF_OWNERS = 'documents.proof_of_ultimate_beneficial_ownership.files'
const PROOF_OF_DIRECTORS = 'documents.proof_of_registration.files'

async function reviewed(id: string): Promise<Stripe.Account> {
  await bench.advance(3)
  return stripe.accounts.retrieve(id)
}

async function changed(id: string, params: Stripe.AccountUpdateParams): Promise<Stripe.Account> {
  await stripe.accounts.update(id, params)
  return reviewed(id)
}

function codes({ requirements }: Stripe.Account): string[] {
  return (requirements?.errors ?? []).map(({ code, requirement }) => `${requirement} ${code}`)
}

async function member(id: string, role: 'owner' | 'director'): Promise<Stripe.Person> {
  const { data } = await stripe.accounts.listPersons(id, { relationship: { [role]: true } })
  if (!data[0]) throw new Error(`${id} has no ${role}`)
  return data[0]
}

/** Details of one more person for whom nothing else is due. */
function like({ address, dob, email, last_name }: Stripe.Person): Stripe.AccountCreatePersonParams {
  const { day, month, year } = dob ?? {}
  return {
    ...(email && { email }),
    first_name: 'Wren',
    last_name: last_name ?? '',
    dob: { day: day ?? 1, month: month ?? 1, year: year ?? 1901 },
    ...(address?.line1 && { address: { city: 'Ulm', line1: '3 Loom Street', postal_code: '10115' } }),
    verification: {
      document: { front: 'file_identity_document_success' },
      additional_document: { front: 'file_identity_document_success' },
    },
  }
}

describe('a register', () => {
  it.each([
    ['owner', 'mismatch_owner', 'company.owners_provided verification_missing_owners', PROOF_OF_OWNERS],
    ['owner', 'extraneous_owner', 'company.owners_provided verification_missing_owners', PROOF_OF_OWNERS],
    [
      'director',
      'mismatch_director',
      'company.directors_provided verification_directors_mismatch',
      PROOF_OF_DIRECTORS,
    ],
    [
      'director',
      'extraneous_director',
      'company.directors_provided verification_extraneous_directors',
      PROOF_OF_DIRECTORS,
    ],
  ] as const)(
    'knows no %s called %s, until there is another name or a document',
    async (role, name, error, proof) => {
      const { id } = await activeCompany(bench, 'DE')
      const person = await member(id, role)
      await stripe.accounts.updatePerson(id, person.id, { first_name: name })
      const failed = await reviewed(id)
      expect(codes(failed)).toEqual([error])
      const [requirement = ''] = error.split(' ')
      expect(failed.requirements).toMatchObject({
        alternatives: [{ original_fields_due: [requirement], alternative_fields_due: [proof] }],
        currently_due: [requirement],
      })

      const renamed = await stripe.accounts.updatePerson(id, person.id, { first_name: 'Robin' })
      expect(renamed.first_name).toBe('Robin')
      expect((await stripe.accounts.retrieve(id)).requirements).toMatchObject({ currently_due: [] })
      expect(codes(await reviewed(id))).toEqual([])

      await stripe.accounts.updatePerson(id, person.id, { first_name: name })
      expect(codes(await reviewed(id))).toEqual([error])
      const kind = proof.split('.')[1] ?? ''
      const documents = { [kind]: { files: ['file_relationship_document_success'] } }
      expect(codes(await changed(id, { documents }))).toEqual([])
    },
  )

  it('misses a director, who is then added', async () => {
    const { id } = await activeCompany(bench, 'DE')
    const director = await member(id, 'director')
    await stripe.accounts.updatePerson(id, director.id, { first_name: 'missing_director' })
    expect(codes(await reviewed(id))).toEqual(['company.directors_provided verification_missing_directors'])
    await stripe.accounts.update(id, { company: { directors_provided: true } })
    expect(codes(await reviewed(id))).toEqual(['company.directors_provided verification_missing_directors'])
    const relationship = { director: true, title: 'Potter' }
    await stripe.accounts.createPerson(id, { ...like(director), relationship })
    expect((await stripe.accounts.retrieve(id)).requirements).toMatchObject({ currently_due: [] })
    expect(codes(await reviewed(id))).toEqual([])
    expect(codes(await changed(id, { company: { name: 'Fern, Clay and Moss' } }))).toEqual([])
  })

  it('says nothing of directors where the country does not ask for them', async () => {
    const { id } = await activeCompany(bench, 'US')
    await stripe.accounts.createPerson(id, {
      first_name: 'missing_director',
      relationship: { director: true },
      verification: { document: { front: 'file_identity_document_success' } },
    })
    expect(codes(await reviewed(id))).toEqual([])
  })

  it.each([
    ['222221003', 'owner', 'company.owners_provided verification_missing_owners'],
    ['222221004', 'director', 'company.directors_provided verification_missing_directors'],
  ] as const)('for the tax id %s has an %s more', async (tax_id, role, error) => {
    const { id } = await activeCompany(bench, 'DE')
    const company = { tax_id }
    expect(codes(await changed(id, { company }))).toEqual([error])
    const relationship = { [role]: true, title: 'Potter' }
    await stripe.accounts.createPerson(id, { ...like(await member(id, role)), relationship })
    expect(codes(await reviewed(id))).toEqual([])
  })

  it.each([
    ['222221001', PROOF_OF_OWNERS, 'verification_missing_owners'],
    ['222221002', PROOF_OF_DIRECTORS, 'verification_directors_mismatch'],
  ] as const)('for the tax id %s has none, so %s are due', async (tax_id, proof, code) => {
    const { id } = await activeCompany(bench, 'DE')
    expect(codes(await changed(id, { company: { tax_id } }))).toEqual([`${proof} ${code}`])
    expect(codes(await changed(id, { company: { tax_id: '000000000' } }))).toEqual([])
    await changed(id, { company: { tax_id } })
    const kind = proof.split('.')[1] ?? ''
    const documents = { [kind]: { files: ['file_relationship_document_success'] } }
    expect(codes(await changed(id, { documents }))).toEqual([])
  })
})

describe('each person of a company', () => {
  const MATCHING = { day: 1, month: 1, year: 1901 }
  const ORDINARY = { day: 17, month: 4, year: 1985 }
  const GOOD = { front: 'file_identity_document_success' }

  /** A company in the United States, and the owner of it who has these details and no id number. */
  async function withOwner(details: Stripe.AccountUpdatePersonParams) {
    const { id } = await activeCompany(bench, 'US')
    const owner = await member(id, 'owner')
    await stripe.accounts.updatePerson(id, owner.id, {
      verification: { document: { front: '' } },
      ...details,
    })
    return { id, owner: owner.id, account: await reviewed(id) }
  }

  it.each([
    { dob: MATCHING, line1: 'address_full_match', due: [] },
    { dob: MATCHING, line1: 'address_no_match', due: ['additional_document'] },
    { dob: ORDINARY, line1: 'address_full_match', due: ['document'] },
    { dob: ORDINARY, line1: 'address_line1_no_match', due: ['additional_document', 'document'] },
    { dob: ORDINARY, line1: '12 Kiln Lane', due: ['document'] },
  ])('with $dob.year and $line1 owes $due, and gives it', async ({ dob, line1, due }) => {
    const { id, owner, account } = await withOwner({ dob, address: { line1 } })
    expect(account.requirements?.currently_due).toEqual(due.map((kind) => `${owner}.verification.${kind}`))
    const verification = Object.fromEntries(due.map((kind) => [kind, GOOD]))
    const sent = await stripe.accounts.updatePerson(id, owner, { verification })
    expect(sent.requirements?.pending_verification?.filter((path) => path.endsWith('document'))).toEqual(
      due.map((kind) => `verification.${kind}`),
    )
    expect((await reviewed(id)).requirements).toMatchObject({ currently_due: [], disabled_reason: null })
    expect((await stripe.accounts.retrievePerson(id, owner)).verification?.status).toBe('verified')
  })

  it('owes another document for one that fails, whoever else is verified', async () => {
    const { id, owner } = await withOwner({ dob: MATCHING })
    const failing = { document: { front: 'file_identity_document_failure' } }
    await stripe.accounts.updatePerson(id, owner, { verification: failing })
    const failed = await reviewed(id)
    expect(codes(failed)).toEqual([`${owner}.verification.document verification_document_failed_other`])
    const { data } = await stripe.accounts.listPersons(id)
    expect(data.map((one) => [one.id === owner, one.verification?.status])).toContainEqual([
      false,
      'verified',
    ])
    expect(data.find((one) => one.id === owner)?.requirements).toMatchObject({
      currently_due: ['verification.document'],
      errors: [{ requirement: 'verification.document' }],
    })
  })

  it('can be on a sanctions list', async () => {
    const { account } = await withOwner({ dob: { day: 1, month: 1, year: 1900 } })
    expect(account).toMatchObject({ payouts_enabled: false, requirements: { disabled_reason: 'listed' } })
  })

  it('is compared with nobody in a role that the country does not ask for', async () => {
    const { id } = await activeCompany(bench, 'US')
    const { id: person } = await stripe.accounts.createPerson(id, { relationship: { director: true } })
    expect((await reviewed(id)).requirements).toMatchObject({ currently_due: [], errors: [] })
    expect((await stripe.accounts.retrievePerson(id, person)).verification?.status).toBe('unverified')
  })
})
