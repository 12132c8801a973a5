/**
 * The two steps at the end of a registration, whose state follows from the account alone.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { Context } from '../context/context.ts'
import type { Step } from './form.ts'
import { type Demands, dueAt } from './requirements.ts'

/** A payout failed, or Stripe could not verify it: payouts stop until it is replaced. */
const UNUSABLE = ['errored', 'verification_failed']

export function bankStep({ messages }: Context, account: Stripe.Account, demands: Demands): Step {
  const accounts = account.external_accounts?.data ?? []
  const unusable = accounts.some((external) => UNUSABLE.includes(external.status ?? ''))
  return {
    id: 'bank-account',
    title: messages.text('step.bank-account.title'),
    introduction: messages.text('step.bank-account.introduction'),
    groups: [],
    complete: accounts.length > 0 && dueAt(demands, 'bank-account').length === 0,
    attention: unusable || demands.refused.has('external_account'),
  }
}

export function reviewStep({ messages }: Context, account: Stripe.Account, demands: Demands): Step {
  const accepted = Boolean(account.tos_acceptance?.date)
  const asked = dueAt(demands, 'review').length > 0
  return {
    id: 'review',
    title: messages.text('step.review.title'),
    introduction: messages.text('step.review.introduction'),
    groups: [],
    complete: accepted && !asked,
    attention: accepted && asked,
  }
}
