/**
 * Checksums of bank numbers. They catch most typing mistakes before money goes to the wrong account.
 *
 * @module
 */
import { isValidIBAN } from 'ibantools'

/** @see https://en.wikipedia.org/wiki/International_Bank_Account_Number#Validating_the_IBAN */
export function ibanChecksum(iban: string): boolean {
  return isValidIBAN(iban)
}

/** @see https://en.wikipedia.org/wiki/ABA_routing_transit_number#Check_digit */
export function abaChecksum(routingNumber: string): boolean {
  return weighted(routingNumber, [3, 7, 1], (product) => product) % 10 === 0
}

/** @see https://en.wikipedia.org/wiki/CLABE#Control_digit */
export function clabeChecksum(clabe: string): boolean {
  const sum = weighted(clabe.slice(0, 17), [3, 7, 1], (product) => product % 10)
  return String((10 - (sum % 10)) % 10) === clabe[17]
}

/** Multiplies each digit by the next of the repeating weights and adds up the products. */
function weighted(digits: string, weights: readonly number[], of: (product: number) => number): number {
  return [...digits].reduce(
    (sum, digit, at) => sum + of(Number(digit) * (weights[at % weights.length] ?? 0)),
    0,
  )
}
