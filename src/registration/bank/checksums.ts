/**
 * Checksums of bank numbers. They catch most typing mistakes before money goes to the wrong account.
 *
 * @module
 */
import { countrySpecs, ValidationErrorsIBAN, validateIBAN } from 'ibantools'
import { own } from '../../core/own.ts'

/**
 * The length and form that the country gives its IBANs, and the check digits that all have. What a country computes within its
 * own numbers is left to the bank.
 *
 * @see https://www.swift.com/standards/data-standards/iban-international-bank-account-number
 */
export function ibanChecksum(iban: string): boolean {
  return validateIBAN(iban).errorCodes.every(
    (code) => code === ValidationErrorsIBAN.WrongAccountBankBranchChecksum,
  )
}

/** How many characters the country's IBANs have; undefined for a country without. */
export function ibanLength(country: string): number | undefined {
  return own(countrySpecs as Record<string, { chars?: number | null }>, country)?.chars ?? undefined
}

/** @see https://en.wikipedia.org/wiki/ABA_routing_transit_number#Check_digit */
export function abaChecksum(routingNumber: string): boolean {
  const isSomething = /[1-9]/.test(routingNumber)
  return isSomething && weighted(routingNumber, [3, 7, 1], (product) => product) % 10 === 0
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
