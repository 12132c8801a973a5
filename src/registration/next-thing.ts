import type { AccountStatus } from '../accounts/account-status.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Context } from '../context/context.ts'
import { PAGE_OF_KIND, type Step } from './form.ts'
import { peopleProblems } from './people.ts'
import type { Demands } from './requirements.ts'

export interface NextThing {
  status: AccountStatus
  /** One sentence on what to do next. */
  sentence: string
  /** Where it is done; `path` has no querystring. */
  action?: { path: string; label: string }
}

/** Where a registration stands. */
interface Standing {
  row: StripeAccountRow
  steps: readonly Step[]
  demands: Demands
}

/**
 * The one thing that the person should do next, whatever state the account is in.
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
  const action = { path, label: messages.text('next.action.complete') }
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

/** Where a day ends last, in hours behind UTC. */
const LATEST_ZONE = 12

/** A deadline is a moment, and a person goes by the day: by the last one that is over everywhere when it comes. */
function lastWholeDay(deadline: Date): Date {
  return new Date(startOfDay(new Date(deadline.getTime() - LATEST_ZONE * HOUR)).getTime() - DAY)
}

function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY) * DAY)
}

/** Nothing that the person could give changes it. A reason that is new to us is told as Stripe names it. */
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
