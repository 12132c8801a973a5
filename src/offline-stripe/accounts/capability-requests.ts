/**
 * Requests capabilities and withdraws requests.
 *
 * @module
 */
import { invalidRequest } from '../errors.ts'
import { capabilityObject } from './capability-object.ts'
import type { Dossier } from './dossier.ts'
import { isRecipient } from './service-agreement.ts'

/**
 * Sets which capabilities are requested. Throws an invalid_request_error when the service agreement allows only transfers
 * (https://docs.stripe.com/connect/service-agreement-types).
 *
 * @param now Unix seconds.
 */
export function requestCapabilities(
  dossier: Dossier,
  wanted: Record<string, { requested?: boolean }>,
  now: number,
): void {
  const { capabilities } = dossier.row.secret
  for (const [name, { requested }] of Object.entries(wanted)) {
    if (requested === undefined) continue
    if (requested && name !== 'transfers' && isRecipient(dossier.account)) {
      const message = `The ${name} capability is not available under the recipient service agreement.`
      throw invalidRequest(message, { param: `capabilities[${name}][requested]` })
    }
    const before = capabilities[name] ?? capabilityObject(dossier, name)
    capabilities[name] = {
      ...before,
      requested,
      requested_at: requested ? (before.requested_at ?? now) : null,
    }
  }
}
