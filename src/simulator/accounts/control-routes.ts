/**
 * What tests and the demo do to accounts: `POST /_simulator/requirements` puts one into any state,
 * `POST /_simulator/deauthorize` has its owner leave the platform. Neither exists at Stripe.
 *
 * @module
 */
import { resourceMissing } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import {
  hash,
  list,
  type Parameter,
  parameters,
  required,
  string,
  timestamp,
  unsettable,
} from '../parameters.ts'
import { type Dossier, deleteDossier, type ErrorCode, type Imposed, readDossier } from './dossier.ts'
import { snapshot, valueAt } from './facts.ts'
import { setDeadline } from './review.ts'
import type { Settle } from './settle.ts'
import { reasonFor } from './verification/reasons.ts'

const PATHS = unsettable(list(string()))

const requirementsInput = parameters({
  account: required(string()),
  currently_due: PATHS,
  current_deadline: timestamp(),
  disabled_reason: unsettable(openEnum<NonNullable<Imposed['disabled_reason']>>()),
  errors: unsettable(
    list(hash({ code: required(openEnum<ErrorCode>()), reason: string(), requirement: required(string()) })),
  ),
  eventually_due: PATHS,
})

const deauthorizeInput = parameters({ account: required(string()) })

/** A value of one of Stripe's enumerations, or one that it may have some day. */
function openEnum<T extends string>(): Parameter<T> {
  const parameter = string()
  return { read: (value, name) => parameter.read(value, name) as T }
}

export function controlRoutes(kernel: Kernel, settle: Settle): void {
  /**
   * Takes the place of whatever was imposed before. What is currently due stands until the value at its path changes, as
   * after a demand of verification; `disabled_reason` stands until the next call.
   */
  kernel.route({
    method: 'POST',
    path: '/_simulator/requirements',
    handle(request) {
      const { account, currently_due, current_deadline, disabled_reason, errors, eventually_due } =
        requirementsInput(request.input)
      const dossier = existing(kernel, account)
      const paths = new Set([
        ...(currently_due ?? []),
        ...(errors ?? []).map(({ requirement }) => requirement),
      ])
      dossier.row.secret.imposed = {
        demands: [...paths].flatMap((path) => demandsAt(dossier, path, errors ?? [])),
        eventually_due: eventually_due ?? [],
        disabled_reason: disabled_reason ?? null,
      }
      if (current_deadline !== undefined) setDeadline(kernel.clock, dossier, current_deadline)
      return settle(dossier)
    },
  })

  kernel.route({
    method: 'POST',
    path: '/_simulator/deauthorize',
    handle(request) {
      const dossier = existing(kernel, deauthorizeInput(request.input).account)
      const { id } = dossier.account
      deleteDossier(kernel, dossier)
      kernel.emit(
        'account.application.deauthorized',
        { id: 'ca_offline', object: 'application', name: 'Offline Stripe' },
        { account: id },
      )
      return { id, deauthorized: true }
    },
  })
}

function existing(kernel: Kernel, id: string): Dossier {
  const dossier = readDossier(kernel, id)
  if (dossier) return dossier
  throw resourceMissing('account', id)
}

function demandsAt(
  dossier: Dossier,
  requirement: string,
  errors: { code: ErrorCode; reason?: string; requirement: string }[],
): Imposed['demands'] {
  const value = snapshot(valueAt(dossier, requirement))
  const about = errors.filter((error) => error.requirement === requirement)
  if (about.length === 0) return [{ requirement, value }]
  return about.map(({ code, reason = reasonFor(code) }) => ({ requirement, value, error: { code, reason } }))
}
