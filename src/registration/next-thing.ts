import type { AccountStatus } from '../accounts/account-status.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Context } from '../context/context.ts'
import { PAGE_OF_KIND, type Step } from './form.ts'
import { peopleProblems } from './people.ts'
import type { Demands } from './requirements.ts'

export interface NextThing {
  status: AccountStatus
  /** One sentence that says what to do next. */
  sentence: string
  /** The page to do it on; `path` has no querystring. */
  action?: { path: string; label: string }
}

/** What the next thing depends on. */
interface Standing {
  row: StripeAccountRow
  steps: readonly Step[]
  demands: Demands
}

/**
 * The one thing the person should do next, for every state of the account.
 *
 * @example
 * nextThing(context, { row, steps, demands }).sentence // 'Go on with “Address” to finish your registration.'
 */
export function nextThing(context: Context, standing: Standing): NextThing {
  const { row, steps, demands } = standing
  const { status } = row
  if (status === 'rejected') return stopped(context, row, 'next.rejected')
  const open = steps.find((step) => step.kind !== 'review' && (!step.complete || step.attention))
  if (!open && peopleProblems(demands).length > 0)
    return { status, sentence: context.messages.text('next.people') }
  if (status === 'new' || status === 'unfinished') return toRegister(context, status, open)
  if (open) return toComplete(context, standing, open)
  const review = steps.find((step) => step.kind === 'review' && step.attention)
  if (review) return toComplete(context, standing, review)
  if (status === 'restricted') return stopped(context, row, 'next.stopped')
  const isActive = status === 'active' || status === 'information-due'
  return { status, sentence: context.messages.text(isActive ? 'next.active' : 'next.in-review') }
}

function toRegister({ messages }: Context, status: 'new' | 'unfinished', open: Step | undefined): NextThing {
  if (!open) {
    return {
      status,
      sentence: messages.text('next.submit'),
      action: { path: PAGE_OF_KIND.review, label: messages.text('next.action.submit') },
    }
  }
  return {
    status,
    sentence: messages.text(`next.${status}`, { step: open.title }),
    action: {
      path: PAGE_OF_KIND[open.kind],
      label: messages.text(status === 'new' ? 'next.action.begin' : 'next.action.continue'),
    },
  }
}

function toComplete(
  { messages, services }: Context,
  { row, demands }: Standing,
  { kind, title }: Step,
): NextThing {
  const { status, stripeObject } = row
  const path = PAGE_OF_KIND[kind]
  if (kind === 'bank-account') {
    const label = messages.text('next.action.bank')
    return { status, sentence: messages.text('next.bank'), action: { path, label } }
  }
  const { deadline } = demands
  const label = messages.text(kind === 'at-stripe' ? 'next.action.at-stripe' : 'next.action.complete')
  const action = { path, label }
  const urgency = stripeObject.payouts_enabled ? 'due' : 'restricted'
  const now = services.now()
  if (!deadline || deadline <= now)
    return { status, sentence: messages.text(`next.${urgency}`, { step: title }), action }
  const day = lastWholeDay(deadline)
  const values = { step: title, deadline: messages.date(day) }
  const sentence = messages.text(`next.${urgency}-${day < startOfDay(now) ? 'today' : 'by'}`, values)
  return { status, sentence, action }
}

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/** How far the latest time zone is behind UTC, in hours. */
const LATEST_ZONE = 12

/** People think of a deadline as a day. This is the last day that has ended in every time zone by the deadline. */
function lastWholeDay(deadline: Date): Date {
  return new Date(startOfDay(new Date(deadline.getTime() - LATEST_ZONE * HOUR)).getTime() - DAY)
}

function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY) * DAY)
}

/** The person can do nothing. A reason that is new to us is shown under Stripe's name. */
function stopped(
  { messages }: Context,
  { status, stripeObject }: StripeAccountRow,
  sentence: 'next.rejected' | 'next.stopped',
): NextThing {
  const named = stripeObject.requirements?.disabled_reason ?? ''
  const reason = messages.maybe(`disabled-reason.${named}`)
  return {
    status,
    sentence: reason
      ? messages.text(sentence, { reason })
      : messages.text(`${sentence}-unknown`, { reason: named }),
  }
}
