/**
 * Changes an account's payout schedule (https://docs.stripe.com/connect/manage-payout-schedule).
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { invalidRequest } from '../errors.ts'
import { minimumDelay } from './account-object.ts'

type Schedule = Stripe.Account.Settings.Payouts.Schedule
type Days = Pick<Schedule, 'monthly_anchor' | 'monthly_payout_days' | 'weekly_anchor' | 'weekly_payout_days'>

const WEEKEND = ['saturday', 'sunday']

/** A call's changes to a schedule, with either one day or all of them. */
export interface ScheduleChange extends Days {
  delay_days?: number | 'minimum'
  interval?: string
}

/**
 * The schedule after a change. It has days only if its interval has, and then the first day is the anchor too. Throws an
 * invalid_request_error for a delay below the country's minimum and for missing days.
 *
 * @param nameOf The parameter name of a part of the schedule.
 */
export function changedSchedule(
  { country, settings }: Stripe.Account,
  change: ScheduleChange,
  nameOf: (part: string) => string,
): Schedule {
  const least = minimumDelay(country)
  const current: Schedule = settings?.payouts?.schedule ?? { delay_days: least, interval: 'daily' }
  if (typeof change.delay_days === 'number' && change.delay_days < least) {
    const message = `You cannot lower this merchant's delay below ${least}.`
    throw invalidRequest(message, { param: nameOf('delay_days') })
  }
  const delay = change.delay_days === 'minimum' ? least : change.delay_days
  const interval = change.interval ?? current.interval
  const timing = { delay_days: delay ?? current.delay_days, interval }
  if (interval === 'weekly') {
    const days = weekdays(change) ?? weekdays(current) ?? []
    const [first] = days
    if (first === undefined) throw missing(nameOf('weekly_anchor'))
    // The days are from Monday to Friday. Only an anchor can be at a weekend.
    const payoutDays = days.filter((day) => !WEEKEND.includes(day))
    return {
      ...timing,
      weekly_anchor: first,
      ...(payoutDays.length > 0 && { weekly_payout_days: payoutDays }),
    }
  }
  if (interval === 'monthly') {
    const days = monthDays(change) ?? monthDays(current) ?? []
    const [first] = days
    if (first === undefined) throw missing(nameOf('monthly_anchor'))
    return { ...timing, monthly_anchor: first, monthly_payout_days: days }
  }
  return timing
}

function weekdays({ weekly_anchor, weekly_payout_days }: Days): string[] | undefined {
  return weekly_payout_days ?? (weekly_anchor === undefined ? undefined : [weekly_anchor])
}

function monthDays({ monthly_anchor, monthly_payout_days }: Days): number[] | undefined {
  return monthly_payout_days ?? (monthly_anchor === undefined ? undefined : [monthly_anchor])
}

function missing(param: string): Error {
  return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
}
