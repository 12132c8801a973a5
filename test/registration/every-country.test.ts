import { describe, expect, test } from 'vitest'
import { refreshAccount } from '../../src/accounts/mirror-account.ts'
import { bankForm, saveBankAccount } from '../../src/registration/bank-account.ts'
import { open } from '../../src/registration/registration.ts'
import { saveStep } from '../../src/registration/save-step.ts'
import { submitAccount } from '../../src/registration/submit-account.ts'
import { someCountries } from '../support/breadth.ts'
import { answersTo, bankAnswers } from './answers.ts'
import { newAccount, openDesk, signedIn } from './support.ts'

const { services } = await openDesk()

describe('an individual registers', () => {
  test.each(someCountries)('in %s, from the first step to payouts', async (country) => {
    const context = signedIn(services)
    let row = await newAccount(context, country)
    expect(row.status).toBe('new')

    const asked: string[] = []
    for (const step of open(context, row).steps) {
      if (step.groups.length === 0) continue
      const current = open(context, row).steps.find(({ id }) => id === step.id)
      const fields = (current ?? step).groups.flatMap((group) => group.fields)
      asked.push(...fields.map(({ name }) => name))
      const { values, files } = answersTo(fields, country)
      row = await saveStep(context, open(context, row), step.id, values, files)
    }
    const currency = row.stripeObject.default_currency ?? ''
    const groups = await bankForm(context, row, country, currency)
    const inputs = groups.flatMap((group) => group.fields.map(({ name }) => name))
    expect(Object.keys(bankAnswers(country, currency)).toSorted()).toEqual(inputs.toSorted())
    row = await saveBankAccount(context, row, bankAnswers(country, currency))

    expect(row.stripeObject.requirements?.currently_due?.toSorted()).toEqual([
      'tos_acceptance.date',
      'tos_acceptance.ip',
    ])
    expect(open(context, row).next.action?.path).toBe('/account/connect/submit-stripe-account')
    await submitAccount(context, row, { consent: true })
    const active = await refreshAccount(services, row.stripeid)
    expect(active?.status).toBe('active')
    expect(active?.submittedAt).toBeInstanceOf(Date)
    expect(new Set(asked).size).toBe(asked.length)
  })
})
