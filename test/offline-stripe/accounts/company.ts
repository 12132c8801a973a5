import type Stripe from 'stripe'
import { GROUPS, isGroup } from '../../../src/offline-stripe/accounts/dossier.ts'
import { nested } from '../../../src/offline-stripe/accounts/test-answers.ts'
import type { Bench } from '../support.ts'
import { answer, createSeller } from './seller.ts'

/** A new company's account that asks to be paid. */
export function createCompany(
  bench: Bench,
  country = 'US',
  params: Stripe.AccountCreateParams = {},
): Promise<Stripe.Account> {
  return createSeller(bench, country, { business_type: 'company', ...params })
}

/**
 * Answers every requirement in the list as an ordinary company would, about each person at the person. A group that has nobody
 * yet gets one person.
 */
export async function giveCompany(
  { stripe }: Bench,
  { id, country = '' }: Stripe.Account,
  requirements: readonly string[],
): Promise<Stripe.Account> {
  const heads = new Set(requirements.map((path) => path.split('.')[0] ?? ''))
  for (const head of heads) {
    if (!isGroup(head) && !head.startsWith('person_')) continue
    const own = requirements.filter((path) => path.startsWith(`${head}.`))
    const fields = nested(own.map((path) => [path.slice(head.length + 1), answer(country, path)]))
    if (!isGroup(head)) await stripe.accounts.updatePerson(id, head, fields)
    else {
      const relationship = { ...(fields.relationship as object), [GROUPS[head]]: true }
      await stripe.accounts.createPerson(id, { ...fields, relationship })
    }
  }
  const others = requirements.filter(
    (path) => !/^(representative|owners|directors|executives|person_\w+)\./.test(path),
  )
  return stripe.accounts.update(id, nested(others.map((path) => [path, answer(country, path)])))
}

/** Answers what is due until nothing is, through every review. */
export async function completed(bench: Bench, id: string): Promise<Stripe.Account> {
  for (let round = 0; round < 6; round++) {
    const account = await bench.stripe.accounts.retrieve(id)
    const due = account.requirements?.currently_due ?? []
    if (due.length > 0) await giveCompany(bench, account, due)
    else if (account.requirements?.pending_verification?.length === 0) return account
    else await bench.advance(3)
  }
  throw new Error(`${id} owes more after each answer`)
}

/** A company's account that can be paid. */
export async function activeCompany(
  bench: Bench,
  country = 'US',
  params: Stripe.AccountCreateParams = {},
): Promise<Stripe.Account> {
  const account = await completed(bench, (await createCompany(bench, country, params)).id)
  if (!account.payouts_enabled) throw new Error(JSON.stringify(account.requirements))
  return account
}
