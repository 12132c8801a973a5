/** A company with its people, from the first answer until Stripe pays it out. */

import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { refreshAccount } from '../../../src/accounts/mirror-account.ts'
import type { StripeAccountRow } from '../../../src/accounts/store/stripe-account-row.ts'
import type { SignedInContext } from '../../../src/context/context.ts'
import { saveBankAccount } from '../../../src/registration/bank-account.ts'
import { createAccount } from '../../../src/registration/create-account.ts'
import { confirmGroup } from '../../../src/registration/people/confirm-group.ts'
import { createPerson } from '../../../src/registration/people/create-person.ts'
import { deletePerson } from '../../../src/registration/people/delete-person.ts'
import { companyOf, findOwnPerson } from '../../../src/registration/people/find-person.ts'
import { groupsOf, isConfirmed, refusedGroup } from '../../../src/registration/people/groups.ts'
import { openPerson } from '../../../src/registration/people/person-form.ts'
import { savePerson } from '../../../src/registration/people/save-person.ts'
import { open } from '../../../src/registration/registration.ts'
import { demandsOf } from '../../../src/registration/requirements.ts'
import { saveStep } from '../../../src/registration/save-step.ts'
import { submitAccount } from '../../../src/registration/submit-account.ts'
import { supportedCountries } from '../../../src/registration/supported-countries.ts'
import type { FormValues } from '../../../src/web/route.ts'
import { some } from '../../support/breadth.ts'
import { answersTo, bankAnswers } from '../answers.ts'
import { openDesk, signedIn } from '../support.ts'

const { services } = await openDesk()

const CURRENCIES: Record<string, string> = { US: 'usd', GB: 'gbp', DE: 'eur', JP: 'jpy', BR: 'brl' }

/** Stripe finds this one without a document. @see https://docs.stripe.com/connect/testing#test-dobs */
const KNOWN_BIRTH_DATE = { dob_day: '1', dob_month: '1', dob_year: '1901' }

const PEOPLE = [
  { roles: ['representative', 'executive'], title: 'Managing director', share: '0' },
  { roles: ['owner'], title: 'Owner', share: '60' },
  { roles: ['director'], title: 'Director', share: '0' },
  { roles: ['owner', 'executive'], title: 'Finance director', share: '40' },
]

async function present({ stripeid }: StripeAccountRow): Promise<StripeAccountRow> {
  const row = await refreshAccount(services, stripeid)
  if (!row) throw new TypeError('the account is gone')
  return row
}

async function addPeople(
  context: SignedInContext,
  row: StripeAccountRow,
  people: typeof PEOPLE = PEOPLE,
): Promise<void> {
  const offered = groupsOf(row.stripeObject).map((group) => group.slice(0, -1))
  for (const { roles, title, share } of people) {
    const taken = roles.filter((role) => role === 'representative' || offered.includes(role))
    if (taken.length === 0) continue
    const company = await companyOf(context, await present(row))
    const added = await createPerson(
      context,
      company,
      {
        ...Object.fromEntries(taken.map((role) => [`relationship_${role}`, 'true'])),
        relationship_title: title,
        relationship_percent_ownership: taken.includes('owner') ? share : '',
      },
      randomUUID(),
    )
    const found = await findOwnPerson(context, added.personid)
    const form = openPerson(context, found.company, found.person)
    const fields = form.groups.slice(0, -1).flatMap((group) => group.fields)
    const { values, files } = answersTo(fields, row.stripeObject.country ?? '')
    const kept = form.groups.at(-1)?.fields.map((field) => [field.name, field.value]) ?? []
    await savePerson(context, form, { ...Object.fromEntries(kept), ...values, ...KNOWN_BIRTH_DATE }, files)
  }
  for (const group of groupsOf((await present(row)).stripeObject)) {
    const { stripeObject } = await present(row)
    if (!isConfirmed(stripeObject, group)) await confirmGroup(context, await present(row), group, {})
  }
}

/** Answers everything, names the people, and submits. */
async function submitted(
  context: SignedInContext,
  country: string,
  given: FormValues = {},
): Promise<StripeAccountRow> {
  let row = await createAccount(context, { country, businessType: 'company', operation: randomUUID() })
  await addPeople(context, row)
  row = await present(row)
  for (const step of open(context, row).steps) {
    const fields = step.groups.flatMap((group) => group.fields)
    const { values, files } = answersTo(fields, country)
    for (const name of Object.keys(given)) if (name in values) values[name] = given[name]
    if (fields.length > 0) row = await saveStep(context, open(context, row), step.id, values, files)
  }
  row = await saveBankAccount(context, row, {
    ...bankAnswers(country, CURRENCIES[country] ?? ''),
    account_holder_type: 'company',
  })
  await submitAccount(context, row, { consent: true })
  return present(row)
}

test.each(some(Object.keys(CURRENCIES), 2))(
  'a company in %s with its people gets to active',
  async (country) => {
    const { status, stripeObject } = await submitted(signedIn(services), country)
    expect([status, stripeObject.requirements?.currently_due]).toEqual(['active', []])
  },
)

// @see https://docs.stripe.com/connect/testing#business-information
test('a list of people that Stripe refuses says why, and can be confirmed again', async () => {
  const context = signedIn(services)
  const row = await submitted(context, 'GB', { company_tax_id: '222221003' })
  expect(row.stripeObject.company?.owners_provided).toBe(true)
  expect(isConfirmed(row.stripeObject, 'owners')).toBe(false)
  expect(refusedGroup(demandsOf(row.stripeObject), 'owners')?.code).toBe('verification_missing_owners')
  const company = await companyOf(context, row)
  const owner = company.people.find(({ stripeObject }) => stripeObject.relationship?.owner)
  if (!owner) throw new TypeError('the company has no owner')
  await deletePerson(context, company, owner)
  await addPeople(context, row, [{ roles: ['owner'], title: 'Owner', share: '60' }])
  const { status, stripeObject } = await present(row)
  expect([status, isConfirmed(stripeObject, 'owners')]).toEqual(['active', true])
})

test('every country asks of a company what a form can answer', async () => {
  const context = signedIn(services)
  for (const { id: country } of await supportedCountries(services)) {
    const row = await createAccount(context, { country, businessType: 'company', operation: randomUUID() })
    const company = await companyOf(context, row)
    const added = await createPerson(
      context,
      company,
      { relationship_representative: 'true', relationship_title: 'Director' },
      randomUUID(),
    )
    const found = await findOwnPerson(context, added.personid)
    const forms = [
      open(context, await present(row)).asked,
      openPerson(context, found.company, found.person).asked,
    ]
    const unmapped = forms.flatMap(({ questions }) =>
      questions.filter((question) => question.unmapped).map(({ definition }) => definition.name),
    )
    expect([country, unmapped]).toEqual([country, []])
  }
})
