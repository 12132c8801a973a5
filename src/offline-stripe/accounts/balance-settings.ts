/**
 * Balance settings (https://docs.stripe.com/api/balance-settings): the payout schedule, which the account shows too, and the
 * minimum balances that automatic payouts leave.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import type { Stripe } from 'stripe'
import { invalidRequest } from '../errors.ts'
import { minimumBalances, setMinimumBalances } from '../money/minimum-balances.ts'
import { boolean, hash, integer, list, mapOf, oneOf, parameters, unsettable } from '../parameters.ts'
import { previousAttributes } from '../previous-attributes.ts'
import type { ApiRequest, ResourceApi } from '../resource-api.ts'
import { minimumDelay } from './account-object.ts'
import { type Dossier, readDossier } from './dossier.ts'
import { changedSchedule, type ScheduleChange } from './schedule.ts'
import type { Settle } from './settle.ts'
import { isCurrency, text } from './values.ts'

const PATH = '/v1/balance_settings'

const UPDATE = parameters({
  payments: hash({
    debit_negative_balances: boolean(),
    payouts: hash({
      minimum_balance_by_currency: unsettable(mapOf(unsettable(integer({ min: 0 })), isCurrency)),
      schedule: hash({
        interval: oneOf('daily', 'manual', 'monthly', 'weekly'),
        monthly_payout_days: list(integer({ min: 1, max: 31 })),
        weekly_payout_days: list(oneOf('monday', 'tuesday', 'wednesday', 'thursday', 'friday')),
      }),
      statement_descriptor: text(22),
    }),
    settlement_timing: hash({ delay_days_override: unsettable(integer({ min: 0, max: 31 })) }),
  }),
})

type Payments = NonNullable<ReturnType<typeof UPDATE>['payments']>

export function balanceSettings(api: ResourceApi, settle: Settle): void {
  api.route({
    method: 'GET',
    path: PATH,
    handle: (request) => settingsOf(api, ownDossier(api, request).account),
  })

  api.route({
    method: 'POST',
    path: PATH,
    handle(request) {
      const dossier = ownDossier(api, request)
      const { account } = dossier
      const before = settingsOf(api, account)
      const { payments = {} } = UPDATE(request.input)
      applyPayments(account, payments)
      const minimums = payments.payouts?.minimum_balance_by_currency
      if (minimums !== undefined) setMinimumBalances(api, account.id, minimums)
      settle(dossier)
      const after = settingsOf(api, account)
      if (!isDeepStrictEqual(before, after)) {
        const previous = previousAttributes(before, after)
        api.emit('balance_settings.updated', after, { account: account.id, previous })
      }
      return after
    },
  })
}

function applyPayments(account: Stripe.Account, payments: Payments): void {
  const { debit_negative_balances, payouts = {}, settlement_timing = {} } = payments
  const settings = account.settings?.payouts
  if (!settings) return
  if (debit_negative_balances !== undefined) settings.debit_negative_balances = debit_negative_balances
  if (payouts.statement_descriptor !== undefined) settings.statement_descriptor = payouts.statement_descriptor
  const { delay_days_override: delay } = settlement_timing
  if (!payouts.schedule && delay === undefined) return
  const change: ScheduleChange = { ...payouts.schedule }
  if (delay !== undefined) change.delay_days = delay ?? 'minimum'
  settings.schedule = changedSchedule(account, change, nameOf)
}

/** The parameter name of a part of the schedule. */
function nameOf(part: string): string {
  return part === 'delay_days'
    ? 'payments[settlement_timing][delay_days_override]'
    : `payments[payouts][schedule][${part.replace('anchor', 'payout_days')}]`
}

function settingsOf(api: ResourceApi, account: Stripe.Account): Stripe.BalanceSettings {
  const { debit_negative_balances, schedule, statement_descriptor } = account.settings?.payouts ?? {}
  const { delay_days = minimumDelay(account.country), interval = 'daily' } = schedule ?? {}
  const { weekly_payout_days, monthly_payout_days } = schedule ?? {}
  return {
    object: 'balance_settings',
    payments: {
      debit_negative_balances: debit_negative_balances ?? null,
      payouts: {
        automatic_transfer_rules_by_currency: null,
        minimum_balance_by_currency: minimumBalances(api, account.id),
        schedule: {
          interval,
          ...(weekly_payout_days && { weekly_payout_days }),
          ...(monthly_payout_days && { monthly_payout_days }),
        },
        statement_descriptor: statement_descriptor ?? null,
        status: account.payouts_enabled ? 'enabled' : 'disabled',
      },
      settlement_timing: {
        delay_days,
        ...(delay_days !== minimumDelay(account.country) && { delay_days_override: delay_days }),
        start_of_day: null,
      },
    },
  }
}

/** The offline Stripe makes no payouts to the platform itself. */
function ownDossier(api: ResourceApi, { account }: ApiRequest): Dossier {
  const dossier = account === undefined ? undefined : readDossier(api, account)
  if (dossier) return dossier
  throw invalidRequest('The offline Stripe has balance settings of connected accounts only.')
}
