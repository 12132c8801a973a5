/**
 * What Stripe finds wrong with an address during verification, without looking it up: a box at a post office in place of a street
 * (https://support.stripe.com/questions/requirements-for-having-a-us-stripe-account), or nothing but signs. Addresses in the
 * Emirates have boxes only.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { ErrorCode } from './dossier.ts'

const BOX =
  /^((g\.? ?)?p\.? ?o\.? ?box|post office box|pmb \d|general delivery|postfach|packstation|postbus|postboks|bo[iî]te postale|b\.?p\.? ?\d|case postale|casella postale|caixa postal|apartado \d)/i

/** Stripe gives this code, although its SDK does not list it (https://github.com/antiwork/gumroad/pull/6339). */
export const PO_BOX = 'invalid_address_po_boxes_disallowed' as string as ErrorCode

const CONTRACT_BOX = /^(hc|hcr) ?\d+,? box/i

type Address = Pick<Stripe.Address, 'city' | 'country' | 'line1'>

export function addressFaults(
  address: Address | null | undefined,
): { part: 'line1' | 'city'; code: ErrorCode }[] {
  const { country = '', line1 = '', city = '' } = address ?? {}
  const street = streetCode(country ?? '', line1?.trim() ?? '')
  const isPlace = !city || /\p{L}/u.test(city)
  return [
    ...(street ? [{ part: 'line1' as const, code: street }] : []),
    ...(isPlace ? [] : [{ part: 'city' as const, code: 'invalid_address_city_state_postal_code' as const }]),
  ]
}

function streetCode(country: string, line: string): ErrorCode | undefined {
  if (line !== '' && !/[\p{L}\p{N}]/u.test(line)) return 'invalid_street_address'
  if (country === 'US' && CONTRACT_BOX.test(line)) return 'invalid_address_highway_contract_box'
  return country !== 'AE' && BOX.test(line) ? PO_BOX : undefined
}
