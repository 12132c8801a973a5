import type { AccountStatus } from '../accounts/account-status.ts'
import type { Context } from '../context/context.ts'
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import type { StripeAccountRow } from '../storage/storage.ts'
import type { Step } from './form.ts'
import { peopleProblems } from './people.ts'
import { demandsOf } from './requirements.ts'
import { registrationSteps } from './steps.ts'

export interface NextThing {
  status: AccountStatus
  /** One sentence on what to do next. */
  sentence: string
  /** Where it is done; `path` has no querystring. */
  action?: { path: string; label: string }
}

/**
 * The one thing that the person should do next, whatever state the account is in.
 *
 * @example
 * nextThing(context, row).sentence // 'Go on with “Address” to finish your registration.'
 */
export function nextThing(context: Context, row: StripeAccountRow): NextThing {
  const { status, stripeObject: account } = row
  if (status === 'rejected') return stopped(context, row, 'next.rejected')
  const steps = registrationSteps(context, account)
  const open = steps.find((step) => step.id !== 'review' && (!step.complete || step.attention))
  if (!open && peopleProblems(demandsOf(account)).length > 0)
    return { status, sentence: context.messages.text('next.people') }
  if (status === 'new' || status === 'unfinished') return toRegister(context, status, open)
  if (open) return toComplete(context, row, open)
  const review = steps.find((step) => step.id === 'review' && step.attention)
  if (review) return toComplete(context, row, review)
  if (status === 'restricted') return stopped(context, row, 'next.stopped')
  const isActive = status === 'active' || status === 'information-due'
  return { status, sentence: context.messages.text(isActive ? 'next.active' : 'next.in-review') }
}

function toRegister({ messages }: Context, status: 'new' | 'unfinished', open: Step | undefined): NextThing {
  if (!open) {
    return {
      status,
      sentence: messages.text('next.submit'),
      action: { path: ACCOUNT_PAGES.submit, label: messages.text('next.action.submit') },
    }
  }
  return {
    status,
    sentence: messages.text(`next.${status}`, { step: open.title }),
    action: {
      path: pathOf(open),
      label: messages.text(status === 'new' ? 'next.action.begin' : 'next.action.continue'),
    },
  }
}

function toComplete(
  { messages, services }: Context,
  { status, stripeObject }: StripeAccountRow,
  step: Step,
): NextThing {
  if (step.id === 'bank-account') {
    return {
      status,
      sentence: messages.text('next.bank'),
      action: { path: ACCOUNT_PAGES.bank, label: messages.text('next.action.bank') },
    }
  }
  const { deadline } = demandsOf(stripeObject)
  const action = { path: pathOf(step), label: messages.text('next.action.complete') }
  const kind = stripeObject.payouts_enabled ? 'due' : 'restricted'
  const now = services.now()
  if (!deadline || deadline <= now)
    return { status, sentence: messages.text(`next.${kind}`, { step: step.title }), action }
  const day = lastWholeDay(deadline)
  const values = { step: step.title, deadline: messages.date(day) }
  const sentence = messages.text(`next.${kind}-${day < startOfDay(now) ? 'today' : 'by'}`, values)
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

function pathOf({ id }: Step): string {
  if (id === 'bank-account') return ACCOUNT_PAGES.bank
  return id === 'review' ? ACCOUNT_PAGES.submit : ACCOUNT_PAGES.edit
}
