/**
 * What Stripe refuses about a bank account, at the input that it was made from. It runs in browsers, too.
 *
 * @module
 */
import { own } from '../../core/own.ts'
import type { Translator } from '../../messages/translator.ts'
import { wordsFor } from '../words.ts'
import { type BankNumber, bankFormat } from './bank-formats.ts'
import type { BankPlace } from './drawn-place.ts'

/** Error codes for which Stripe may not name the parameter, and the parameter each is about. */
const PARAMS_BY_CODE: Record<string, string> = {
  account_number_invalid: 'account_number',
  bank_account_declined: 'account_number',
  bank_account_unusable: 'account_number',
  bank_account_unverified: 'account_number',
  routing_number_invalid: 'routing_number',
}

/** Stripe's error: the parameter that it names, and its code. */
interface Refused {
  param?: string | undefined
  code?: string | undefined
}

/**
 * @param isAboutParameter whether the parameter is what was refused
 * @returns undefined when the error is not about what was typed
 */
export function refusedInput(
  { country, currency }: BankPlace,
  { param, code }: Refused,
  isAboutParameter: boolean,
): string | undefined {
  const refused = isAboutParameter && param ? param : own(PARAMS_BY_CODE, code ?? '')
  if (refused === undefined) return undefined
  const { numbers } = bankFormat(country, currency)
  const first = numbers[0]?.name ?? 'account_number'
  if (refused.includes('routing_number')) return first
  return (
    /account_holder_name|account_holder_type|country|currency/.exec(refused)?.[0] ??
    numbers.at(-1)?.name ??
    first
  )
}

/** The error code of an input. */
export function codeOf(place: BankPlace, field: string): string {
  return numberAt(place, field) ? `invalid-external_account.${field}` : `invalid-${field}`
}

/** @returns undefined for what is no number */
export function checkNumber(messages: Translator, place: BankPlace, field: string): string | undefined {
  const number = numberAt(place, field)
  return number && messages.text('refusal.check', { noun: wordsFor(messages, number.label).noun })
}

function numberAt({ country, currency }: BankPlace, field: string): BankNumber | undefined {
  return bankFormat(country, currency).numbers.find(({ name }) => name === field)
}
