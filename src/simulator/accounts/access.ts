/**
 * Finds the account that a call is about, where the caller may see it.
 *
 * @module
 */
import { StripeError } from '../errors.ts'
import type { ApiRequest, Kernel } from '../kernel.ts'
import { type Dossier, readDossier } from './dossier.ts'

/**
 * The dossier of the account in the path. The platform sees every account, a connected account only itself; any other
 * is answered like one that does not exist: 403 `account_invalid`, as Stripe does.
 */
export function dossierFor(kernel: Kernel, { params, account }: ApiRequest): Dossier {
  const { account: id = '' } = params
  const dossier = account === undefined || account === id ? readDossier(kernel, id) : undefined
  if (dossier) return dossier
  throw new StripeError(403, {
    type: 'invalid_request_error',
    code: 'account_invalid',
    message: `The provided key does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
  })
}
