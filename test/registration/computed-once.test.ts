/** A request computes an account's form once, however much it asks about it. */
import { expect, test } from 'vitest'
import { Translator } from '../../src/messages/translator.ts'
import { editStripeAccount } from '../../src/registration/pages/edit-stripe-account.ts'
import { stripeAccount } from '../../src/registration/pages/stripe-account.ts'
import { stripeAccounts } from '../../src/registration/pages/stripe-accounts.ts'
import { catalogues } from '../support/sentences.ts'
import { newAccount, openDesk, signedIn } from './support.ts'

const { services } = await openDesk()

/** Counts how often a form is made, by a question that every form has once. */
class Listener extends Translator {
  forms = 0

  override text(...asked: Parameters<Translator['text']>): string {
    if (asked[0] === 'field.birth-date') this.forms += 1
    return super.text(...asked)
  }
}

async function sellerIn(...countries: string[]) {
  const messages = new Listener('en', catalogues)
  const context = { ...signedIn(services), messages }
  const rows = []
  for (const country of countries) rows.push(await newAccount(context, country))
  return { context, messages, rows }
}

test('once for each account of a list', async () => {
  const { context, messages } = await sellerIn('GB', 'US', 'JP')
  await stripeAccounts.enter(context, () => ({})).load()
  expect(messages.forms).toBe(3)
})

test('once for the page of an account, which shows its steps and the next thing', async () => {
  const { context, messages, rows } = await sellerIn('GB')
  await stripeAccount.enter(context, () => ({ stripeid: rows[0]?.stripeid })).load()
  expect(messages.forms).toBe(1)
})

test('of a posted step, once as it was answered and once as it is then', async () => {
  const { context, messages, rows } = await sellerIn('GB')
  const query = { stripeid: rows[0]?.stripeid, step: 'business' }
  const visit = editStripeAccount.enter(context, () => query)
  const page = await visit.load()
  if (!('data' in page)) throw new Error('the step has no page')
  messages.forms = 0
  const body = {
    version: String(page.data.version),
    business_profile_mcc: '5942',
    business_profile_url: 'example.com',
  }
  const save = () => visit.submit({ body, files: [] })
  expect(await save()).toHaveProperty('redirect')
  expect(messages.forms).toBe(2)
  messages.forms = 0
  expect(await save(), 'nothing has changed since').toHaveProperty('redirect')
  expect(messages.forms).toBe(1)
})
