import fc from 'fast-check'
import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { startBench } from '../support.ts'
import { createCompany, giveCompany } from './company.ts'
import { createSeller, give } from './seller.ts'

const bench = await startBench()
const { stripe } = bench

type Step = (account: Stripe.Account) => Promise<unknown>

const DAY = 24 * 60 * 60

/** Things that may happen to an account, in any order. */
const STEPS: Record<string, Step> = {
  giveAll: (account) => give(bench, account, account.requirements?.currently_due ?? []),
  giveOne: (account) => give(bench, account, account.requirements?.currently_due?.slice(0, 1) ?? []),
  unsetName: ({ id }) => stripe.accounts.update(id, { individual: { first_name: '' } }),
  ordinaryBirthDate: ({ id }) =>
    stripe.accounts.update(id, { individual: { dob: { day: 2, month: 2, year: 1982 } } }),
  matchingBirthDate: ({ id }) =>
    stripe.accounts.update(id, { individual: { dob: { day: 1, month: 1, year: 1901 } } }),
  sanctionedBirthDate: ({ id }) =>
    stripe.accounts.update(id, { individual: { dob: { day: 1, month: 1, year: 1900 } } }),
  unknownAddress: ({ id }) =>
    stripe.accounts.update(id, { individual: { address: { line1: 'address_no_match' } } }),
  badDocument: ({ id }) =>
    stripe.accounts.update(id, {
      individual: { verification: { document: { front: 'file_identity_document_failure' } } },
    }),
  badUrl: ({ id }) => stripe.accounts.update(id, { business_profile: { url: 'https://problem.stripe.com' } }),
  withdraw: ({ id }) => stripe.accounts.update(id, { capabilities: { card_payments: { requested: false } } }),
  request: ({ id }) => stripe.accounts.update(id, { capabilities: { card_payments: { requested: true } } }),
  reject: ({ id }) => stripe.accounts.reject(id, { reason: 'other' }).catch(() => undefined),
  unreject: ({ id }) => stripe.accounts.unreject(id).catch(() => undefined),
  seconds: () => bench.advance(4),
  weeks: () => bench.advance(15 * DAY),
}

const inCompany = (company: Stripe.AccountUpdateParams.Company): Step => {
  return ({ id }) => stripe.accounts.update(id, { company })
}

async function renameOwner({ id }: Stripe.Account, first_name: string): Promise<void> {
  const { data } = await stripe.accounts.listPersons(id, { relationship: { owner: true } })
  if (data[0]) await stripe.accounts.updatePerson(id, data[0].id, { first_name })
}

/** Things that may happen to a company's account, in any order. */
const COMPANY_STEPS: Record<string, Step> = {
  giveAll: (account) => giveCompany(bench, account, account.requirements?.currently_due ?? []),
  addOwner: ({ id }) => stripe.accounts.createPerson(id, { relationship: { owner: true } }),
  wrongTaxId: inCompany({ tax_id: '111111111' }),
  awaitedTaxId: inCompany({ tax_id: '222221005' }),
  taxIdWithMoreOwners: inCompany({ tax_id: '222221003' }),
  goodTaxId: inCompany({ tax_id: '000000000' }),
  unknownLine: inCompany({ address: { line1: 'address_no_match' } }),
  unknownAddress: inCompany({ address: { line1: 'address_line1_no_match' } }),
  ordinaryAddress: inCompany({ address: { line1: '12 Kiln Lane' } }),
  badDocument: inCompany({ verification: { document: { front: 'file_identity_document_failure' } } }),
  goodDocument: inCompany({ verification: { document: { front: 'file_identity_document_success' } } }),
  unknownOwner: (account) => renameOwner(account, 'mismatch_owner'),
  knownOwner: (account) => renameOwner(account, 'Robin'),
  publicCompany: inCompany({ structure: 'public_corporation' }),
  privateCompany: inCompany({ structure: '' }),
  seconds: () => bench.advance(4),
  weeks: () => bench.advance(15 * DAY),
}

function expectSound(account: Stripe.Account): void {
  const { requirements, capabilities } = account
  const { currently_due, past_due } = requirements ?? {}
  const disabled = requirements?.disabled_reason !== null
  if (disabled) expect(Object.values(capabilities ?? {})).not.toContain('active')
  if (!disabled) expect([account.details_submitted, past_due]).toEqual([true, []])
  expectSoundLists(account)
  expect(account.individual?.requirements?.currently_due?.map((field) => `individual.${field}`)).toEqual(
    currently_due?.filter((path) => path.startsWith('individual.')),
  )
}

/** What holds of every account, even of one whose payouts alone are stopped. */
function expectSoundLists(account: Stripe.Account): void {
  const { requirements, capabilities } = account
  const { currently_due, eventually_due, past_due, pending_verification, errors } = requirements ?? {}
  expect(account.payouts_enabled).toBe(requirements?.disabled_reason === null)
  expect(account.charges_enabled).toBe(capabilities?.card_payments === 'active')
  expect(eventually_due).toEqual(expect.arrayContaining(currently_due ?? []))
  expect(currently_due).toEqual(expect.arrayContaining(past_due ?? []))
  expect(currently_due).toEqual(expect.arrayContaining((errors ?? []).map(({ requirement }) => requirement)))
  expect(pending_verification?.filter((path) => currently_due?.includes(path))).toEqual([])
}

it('keeps flags, reasons, lists and capabilities in step, whatever happens to an account', async () => {
  const steps = fc.array(fc.constantFrom(...Object.keys(STEPS)), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('US', 'DE', 'AE', 'JP'), steps, async (country, names) => {
      const { id } = await createSeller(bench, country)
      for (const name of names) {
        await STEPS[name]?.(await stripe.accounts.retrieve(id))
        expectSound(await stripe.accounts.retrieve(id))
      }
    }),
    { numRuns: 20 },
  )
})

it('keeps them in step for companies and each of their people, too', { timeout: 120_000 }, async () => {
  const steps = fc.array(fc.constantFrom(...Object.keys(COMPANY_STEPS)), { maxLength: 10 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('US', 'DE'), steps, async (country, names) => {
      const { id } = await createCompany(bench, country)
      // What comes first decides little: an account without any details is only incomplete.
      for (const name of ['giveAll', 'giveAll', ...names]) {
        await COMPANY_STEPS[name]?.(await stripe.accounts.retrieve(id))
        const account = await stripe.accounts.retrieve(id)
        expectSoundLists(account)
        for (const { id: person, requirements } of (await stripe.accounts.listPersons(id)).data)
          expect(requirements?.currently_due?.map((field) => `${person}.${field}`)).toEqual(
            account.requirements?.currently_due?.filter((path) => path.startsWith(person)),
          )
      }
    }),
    { numRuns: 12 },
  )
})
