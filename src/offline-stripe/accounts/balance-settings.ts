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
import {
  boolean,
  hash,
  integer,
  list,
  mapOf,
  oneOf,
  parameters,
  required,
  string,
  unsettable,
} from '../parameters.ts'
import { previousAttributes } from '../previous-attributes.ts'
import type { ApiRequest, ResourceApi } from '../resource-api.ts'
import { minimumDelay } from './account-object.ts'
import { type BalanceNotes, type Dossier, readDossier } from './dossier.ts'
import { changedSchedule, type ScheduleChange } from './schedule.ts'
import type { Settle } from './settle.ts'
import { isCurrency, text } from './values.ts'

const PATH = '/v1/balance_settings'

const TRANSFER_RULE = hash({
  payout_method: required(string()),
  transfer_up_to_amount: integer({ min: 0 }),
  type: required(oneOf('transfer_all', 'transfer_up_to_amount')),
})

const NO_NOTES: BalanceNotes = { transferRules: null, startOfDay: null }
const MIDNIGHT = { hour: 0, minutes: 0, timezone: 'Etc/UTC' }

const UPDATE = parameters({
  payments: hash({
    debit_negative_balances: boolean(),
    payouts: hash({
      automatic_transfer_rules_by_currency: unsettable(mapOf(unsettable(list(TRANSFER_RULE)), isCurrency)),
      minimum_balance_by_currency: unsettable(mapOf(unsettable(integer({ min: 0 })), isCurrency)),
      schedule: hash({
        interval: oneOf('daily', 'manual', 'monthly', 'weekly'),
        monthly_payout_days: list(integer({ min: 1, max: 31 })),
        weekly_payout_days: list(oneOf('monday', 'tuesday', 'wednesday', 'thursday', 'friday')),
      }),
      statement_descriptor: text(22),
    }),
    settlement_timing: hash({
      delay_days_override: unsettable(integer({ min: 0, max: 31 })),
      start_of_day: unsettable(
        hash({
          hour: integer({ min: 0, max: 23 }),
          minutes: integer({ min: 0, max: 59 }),
          timezone: string(),
        }),
      ),
    }),
  }),
})

type Payments = NonNullable<ReturnType<typeof UPDATE>['payments']>

export function balanceSettings(api: ResourceApi, settle: Settle): void {
  api.route({
    method: 'GET',
    path: PATH,
    handle: (request) => settingsOf(api, ownDossier(api, request)),
  })

  api.route({
    method: 'POST',
    path: PATH,
    handle(request) {
      const dossier = ownDossier(api, request)
      const { account, row } = dossier
      const before = settingsOf(api, dossier)
      const { payments = {} } = UPDATE(request.input)
      applyPayments(account, payments)
      row.secret.balance = notesAfter(row.secret.balance, payments)
      const minimums = payments.payouts?.minimum_balance_by_currency
      if (minimums !== undefined) setMinimumBalances(api, account.id, minimums)
      settle(dossier)
      const after = settingsOf(api, dossier)
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

/** What a call changes of the settings that only show. */
function notesAfter(notes: BalanceNotes = NO_NOTES, { payouts, settlement_timing }: Payments): BalanceNotes {
  const { automatic_transfer_rules_by_currency: rules } = payouts ?? {}
  const { start_of_day: start } = settlement_timing ?? {}
  return {
    startOfDay: start
      ? { ...MIDNIGHT, ...notes.startOfDay, ...start }
      : start === null
        ? null
        : notes.startOfDay,
    transferRules: rules
      ? rulesAfter(notes.transferRules, rules)
      : rules === null
        ? null
        : notes.transferRules,
  }
}

type TransferRules = BalanceNotes['transferRules']
type RuleChanges = NonNullable<NonNullable<Payments['payouts']>['automatic_transfer_rules_by_currency']>

/** The rules of each currency that is named are replaced; null ends them. */
function rulesAfter(before: TransferRules, change: RuleChanges): TransferRules {
  const rules = new Map(Object.entries(before ?? {}))
  for (const [currency, named] of Object.entries(change)) {
    if (named)
      rules.set(
        currency,
        named.map((rule) => ({ transfer_up_to_amount: null, ...rule })),
      )
    else rules.delete(currency)
  }
  return rules.size === 0 ? null : Object.fromEntries(rules)
}

function settingsOf(api: ResourceApi, { account, row }: Dossier): Stripe.BalanceSettings {
  const { transferRules, startOfDay } = row.secret.balance ?? NO_NOTES
  const { debit_negative_balances, schedule, statement_descriptor } = account.settings?.payouts ?? {}
  const { delay_days = minimumDelay(account.country), interval = 'daily' } = schedule ?? {}
  const { weekly_payout_days, monthly_payout_days } = schedule ?? {}
  return {
    object: 'balance_settings',
    payments: {
      debit_negative_balances: debit_negative_balances ?? null,
      payouts: {
        automatic_transfer_rules_by_currency: transferRules,
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
        start_of_day: startOfDay,
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
