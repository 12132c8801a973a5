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
import { companyOf, findOwnPerson } from '../../../src/registration/people/find-person.ts'
import { groupsOf } from '../../../src/registration/people/groups.ts'
import { openPerson } from '../../../src/registration/people/person-form.ts'
import { savePerson } from '../../../src/registration/people/save-person.ts'
import { open } from '../../../src/registration/registration.ts'
import { saveStep } from '../../../src/registration/save-step.ts'
import { submitAccount } from '../../../src/registration/submit-account.ts'
import { supportedCountries } from '../../../src/registration/supported-countries.ts'
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

async function addPeople(context: SignedInContext, row: StripeAccountRow): Promise<void> {
  const offered = groupsOf(row.stripeObject).map((group) => group.slice(0, -1))
  for (const { roles, title, share } of PEOPLE) {
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
  for (const group of groupsOf((await present(row)).stripeObject))
    await confirmGroup(context, await present(row), group)
}

test.each(Object.keys(CURRENCIES))('a company in %s with its people gets to active', async (country) => {
  const context = signedIn(services)
  let row = await createAccount(context, { country, businessType: 'company', operation: randomUUID() })
  await addPeople(context, row)
  row = await present(row)
  for (const step of open(context, row).steps) {
    const fields = step.groups.flatMap((group) => group.fields)
    const { values, files } = answersTo(fields, country)
    if (fields.length > 0) row = await saveStep(context, open(context, row), step.id, values, files)
  }
  row = await saveBankAccount(context, row, {
    ...bankAnswers(country, CURRENCIES[country] ?? ''),
    account_holder_type: 'company',
  })
  await submitAccount(context, row, { consent: true })
  const { status, stripeObject } = await present(row)
  expect([status, stripeObject.requirements?.currently_due]).toEqual(['active', []])
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
