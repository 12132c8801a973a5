/**
 * Until when Stripe asks for something, and the day that people call it.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { fromSeconds } from '../storage/columns.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/** How far the latest time zone is behind UTC, in hours. */
const LATEST_ZONE = 12

/** The earlier deadline, of what Stripe requires now or will require. */
export function deadlineOf({
  requirements,
  future_requirements: future,
}: Pick<Stripe.Account, 'requirements' | 'future_requirements'>): Date | undefined {
  const known = [requirements, future]
    .map((one) => one?.current_deadline)
    .filter((at) => typeof at === 'number')
  return known.length > 0 ? fromSeconds(Math.min(...known)) : undefined
}

/**
 * People think of a deadline as a day: the last one that has ended in every time zone by then, or today for one that ends in
 * the next hours. It is the same for the seller and for an administrator.
 *
 * @returns the start of the day in UTC
 */
export function lastDay(deadline: Date, now: Date): Date {
  const last = startOfDay(new Date(deadline.getTime() - LATEST_ZONE * HOUR)).getTime() - DAY
  return new Date(deadline > now ? Math.max(last, startOfDay(now).getTime()) : last)
}

/** @returns how many days it is from now to the start of a day in UTC: 0 is today */
export function daysUntil(day: Date, now: Date): number {
  return (day.getTime() - startOfDay(now).getTime()) / DAY
}

function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY) * DAY)
}
