import type { Config } from '../../config/config.ts'
import { ADMINISTRATOR_PAGES } from '../../core/addresses.ts'
import { inboxStore } from '../../events/store/inbox.ts'
import type { Storage } from '../../storage/storage.ts'
import { type Finding, ok, warning } from './finding.ts'

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Checks whether Stripe sent events, and whether the host applied them. */
export async function lookAtEvents(
  { stripe, url }: Config,
  storage: Storage,
  now: () => Date,
): Promise<Finding[]> {
  const { waiting, failing, dead, lastReceivedAt } = await inboxStore(storage).figures()
  const fresh = waiting - failing
  return [
    lastReceivedAt
      ? ok('events.last', { ago: duration(now().getTime() - lastReceivedAt.getTime()) })
      : warning('events.none', { stripe: stripe.offline ? 'offline' : 'real' }),
    ...(fresh > 0 ? [warning('events.waiting', { count: fresh })] : []),
    ...(failing > 0 ? [warning('events.failing', { count: failing })] : []),
    ...(dead > 0
      ? [warning('events.dead', { count: dead, address: url + ADMINISTRATOR_PAGES.deadLetters })]
      : []),
  ]
}

/** @returns e.g. `3 hours` */
function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1]
  const format = new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'long' })
  return format.format(Math.floor(seconds / size))
}
