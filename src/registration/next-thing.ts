/**
 * What a person should know and do about an account: a headline, a reason and one verb for every state of it.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { AccountStatus } from '../accounts/account-status.ts'
import { daysUntil, lastDay } from '../accounts/deadline.ts'
import type { StripeAccountRow } from '../accounts/store/stripe-account-row.ts'
import type { Context } from '../context/context.ts'
import { atRest } from './at-rest.ts'
import { type FieldDefinition, inputName } from './fields/definition.ts'
import { PAGE_OF_KIND, type Step, type StepId } from './form.ts'
import { askedIn, type Question, type Questionnaire } from './questions.ts'
import { askedAt, asksAtStripe, refusedAt } from './requirements.ts'
import { doneOf } from './step-state.ts'
import { reasonOf } from './words.ts'

export interface NextThing {
  status: AccountStatus
  /** What is the case, in a few words. */
  headline: string
  /** Why, and what it means for the person. */
  reason: string
  /** The page to do it on; `path` has no querystring. `step` is the step of a form. */
  action?: { path: string; label: string; step?: StepId }
  /** The last day for it, when Stripe set a deadline, and how many days from now that is: 0 is today. */
  deadline?: { day: Date; days: number }
}

/** What the next thing depends on. */
interface Standing {
  row: StripeAccountRow
  steps: readonly Step[]
  asked: Questionnaire
}

/**
 * The one thing the person should do next, for every state of the account.
 *
 * @example
 * nextThing(context, { row, steps, asked }).headline // 'Stripe could not verify your ID'
 */
export function nextThing(context: Context, standing: Standing): NextThing {
  const { row, steps, asked } = standing
  const { status } = row
  if (status === 'rejected') return { status, ...atRest(context, row) }
  const open = steps.find((step) => step.kind !== 'review' && (!step.complete || step.attention))
  if (status === 'new' || status === 'unfinished') return toRegister(context, status, steps, open)
  const asksForConsent = askedAt(asked.demands, 'review').length > 0
  const wanted = open ?? steps.find((step) => step.kind === 'review' && asksForConsent)
  return wanted ? toComplete(context, standing, wanted) : { status, ...atRest(context, row) }
}

function toRegister(
  { messages }: Context,
  status: 'new' | 'unfinished',
  steps: readonly Step[],
  open: Step | undefined,
): NextThing {
  if (!open) {
    return {
      status,
      headline: messages.text('next.submit.headline'),
      reason: messages.text('next.submit.reason'),
      action: { path: PAGE_OF_KIND.review, label: messages.text('next.action.submit') },
    }
  }
  return {
    status,
    headline: messages.text(`next.${status}.headline`),
    reason: messages.text(`next.${status}.reason`, { done: doneOf(steps), total: steps.length }),
    action: {
      ...placeOf(open),
      label: messages.text(`next.action.${status}`, { step: open.title }),
    },
  }
}

/** A headline, a reason and a verb. */
type Told = Pick<NextThing, 'headline' | 'reason'> & { label: string }

function toComplete(context: Context, { row, asked }: Standing, step: Step): NextThing {
  const { messages, services } = context
  const { headline, reason, label } = told(context, row, asked, step)
  const { deadline } = asked.demands
  // A payout that came back has no deadline of Stripe's.
  const isDated = step.kind !== 'bank-account' || askedAt(asked.demands, 'bank-account').length > 0
  return {
    status: row.status,
    headline,
    reason: `${reason} ${consequence(messages, row.stripeObject, step)}`.trim(),
    action: { ...placeOf(step), label },
    ...(isDated && deadline && untilThen(deadline, services.now())),
  }
}

/** What it means for payouts. After a failed one, Stripe makes no more to that bank account, even if payouts are enabled. */
function consequence(messages: Context['messages'], account: Stripe.Account, { kind }: Step): string {
  if (kind === 'bank-account' && bankTrouble(account) === 'bank') {
    const schedule = account.settings?.payouts?.schedule?.interval ?? ''
    return messages.text('next.then.bank', { schedule })
  }
  if (account.payouts_enabled) return messages.text('next.then.keep')
  const stoppedBy = account.requirements?.disabled_reason ?? ''
  // What is asked for is not what stopped them.
  const other = OTHER_REASONS.has(stoppedBy) ? messages.maybe(`disabled-reason.${stoppedBy}`) : undefined
  return other ?? messages.text('next.then.restart')
}

const OTHER_REASONS = new Set(['listed', 'platform_paused', 'under_review'])

/** Where a step is done. */
function placeOf({ kind, id }: Step): { path: string; step?: StepId } {
  return { path: PAGE_OF_KIND[kind], ...(kind === 'form' && { step: id }) }
}

function told(context: Context, row: StripeAccountRow, asked: Questionnaire, step: Step): Told {
  const { messages } = context
  const say = (
    what: Exclude<BankTrouble, 'none'> | 'bank-asked' | 'at-stripe' | 'people' | 'people-list' | 'review',
  ): Told => ({
    headline: messages.text(`next.${what}.headline`),
    reason: messages.text(`next.${what}.reason`),
    label: messages.text(`next.action.${what}`),
  })
  if (step.kind === 'bank-account') return aboutBank(messages, row.stripeObject, asked, say)
  if (step.kind === 'at-stripe')
    return withReason(messages, asked, asksAtStripe(asked.demands), say('at-stripe'))
  if (step.kind === 'people')
    return { ...say(onlyLists(asked) ? 'people-list' : 'people'), ...peopleRefused(messages, asked) }
  if (step.kind !== 'form') return say(step.kind)
  const questions = askedIn(step.id, asked.questions)
  const refused = questions.filter((question) => question.refused !== undefined)
  const [first] = refused
  // Stripe found nothing wrong with a file that it never had: it needs one because it could not do without.
  if (first && refused.length === 1 && isFile(first.definition) && !first.definition.given)
    return needs(context, step, refused, reasonOf(messages, first.refused))
  if (first) return couldNotVerify(context, step, refused)
  return needs(
    context,
    step,
    questions.filter(({ due }) => due),
  )
}

function peopleRefused(messages: Context['messages'], { demands }: Questionnaire): Partial<Told> {
  const [path] = refusedAt(demands, 'people')
  if (path === undefined) return {}
  // The list of people is refused, nobody in it.
  if (path.endsWith('_provided'))
    return {
      headline: messages.text('next.people-list-refused.headline'),
      reason: reasonOf(messages, demands.refused.get(path)?.[0]),
    }
  return {
    headline: messages.text('next.people-refused.headline'),
    reason: messages.text('next.people-refused.reason'),
  }
}

/** Whether nothing is missing of the people but the word that they are all. */
function onlyLists({ demands }: Questionnaire): boolean {
  return askedAt(demands, 'people').every((path) => path.endsWith('_provided'))
}

type BankTrouble = 'bank' | 'bank-missing' | 'bank-unverified' | 'none'

function bankTrouble({ external_accounts }: Stripe.Account): BankTrouble {
  const statuses = external_accounts?.data.map(({ status }) => status) ?? []
  if (statuses.length === 0) return 'bank-missing'
  if (statuses.includes('verification_failed')) return 'bank-unverified'
  return statuses.includes('errored') ? 'bank' : 'none'
}

/** Stripe may want another bank account although no payout to this one has failed. */
function aboutBank(
  messages: Context['messages'],
  account: Stripe.Account,
  asked: Questionnaire,
  say: (what: Exclude<BankTrouble, 'none'> | 'bank-asked') => Told,
): Told {
  const trouble = bankTrouble(account)
  if (trouble !== 'none') return say(trouble)
  return withReason(messages, asked, refusedAt(asked.demands, 'bank-account'), say('bank-asked'))
}

/** What Stripe found wrong among these requirements is said first. */
function withReason(
  messages: Context['messages'],
  { demands }: Questionnaire,
  paths: readonly string[],
  told: Told,
): Told {
  const [refused] = paths.flatMap((path) => demands.refused.get(path) ?? [])
  return refused ? { ...told, reason: `${reasonOf(messages, refused)} ${told.reason}` } : told
}

/** Stripe has answers that it does not believe. */
function couldNotVerify({ messages }: Context, step: Step, refused: readonly Question[]): Told {
  const [first] = refused
  const said = reasonOf(messages, first?.refused)
  if (!first || refused.length > 1) {
    return {
      headline: messages.text('next.refused.headline-several'),
      reason: said,
      label: messages.text('next.action.open', { step: step.title }),
    }
  }
  const noun = nounOf(messages, first.definition)
  const verb = isFile(first.definition) ? 'upload' : 'correct'
  return {
    headline: messages.text('next.refused.headline', { noun }),
    reason: said,
    label: messages.text(`next.action.${verb}`, { noun }),
  }
}

/** Stripe has no answers. */
function needs({ messages }: Context, step: Step, missing: readonly Question[], reason = ''): Told {
  const [first] = missing
  if (!first || missing.length > 1) {
    return {
      headline: messages.text('next.due.headline-several'),
      reason: messages.text('next.due.reason-several', { step: step.title }),
      label: messages.text('next.action.open', { step: step.title }),
    }
  }
  const noun = nounOf(messages, first.definition)
  const verb = isFile(first.definition) ? 'upload' : 'add'
  return {
    headline: messages.text('next.due.headline', {
      noun: shortName(messages, first.definition, 'photo') ?? noun,
    }),
    reason,
    label: messages.text(`next.action.${verb}`, { noun }),
  }
}

function isFile({ kind }: FieldDefinition): boolean {
  return kind === 'document' || kind === 'files'
}

/** A short name where the one on the form is long: `your ID`. */
function nounOf(messages: Context['messages'], definition: FieldDefinition): string {
  return shortName(messages, definition, 'noun') ?? definition.noun
}

function shortName(
  messages: Context['messages'],
  { requirements: [requirement] }: FieldDefinition,
  kind: 'noun' | 'photo',
): string | undefined {
  return messages.maybe(`next.${kind}.${inputName(requirement.replace(/^individual\./, ''))}`)
}

/** @returns nothing for a deadline that has passed */
function untilThen(deadline: Date, now: Date): Pick<NextThing, 'deadline'> {
  if (deadline <= now) return {}
  const day = lastDay(deadline, now)
  return { deadline: { day, days: daysUntil(day, now) } }
}
