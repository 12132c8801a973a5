/**
 * Makes a card from its details, or refuses them as a bank does (https://docs.stripe.com/error-codes). Accepts only Stripe's
 * test cards.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { countrySpec } from '../countries/index.ts'
import { invalidRequest, StripeError } from '../errors.ts'
import { debitCard } from './debit-cards.ts'
import type { CardInput } from './external-account-parameters.ts'
import { fingerprint } from './fingerprint.ts'
import { type TestCard, testCard } from './test-cards.ts'

/** The card as a token or an account shows it. `now` is in Unix seconds, `param` is the parameter name of the card. */
export function newCard(id: string, input: CardInput, now: number, param: string): Stripe.Card {
  const { brand, country, funding, number, isInstant } = usableCard(input, param)
  return {
    id,
    object: 'card',
    address_city: input.address_city ?? null,
    address_country: input.address_country ?? null,
    address_line1: input.address_line1 ?? null,
    address_line1_check: null,
    address_line2: input.address_line2 ?? null,
    address_state: input.address_state ?? null,
    address_zip: input.address_zip ?? null,
    address_zip_check: null,
    available_payout_methods: isInstant ? ['standard', 'instant'] : ['standard'],
    brand,
    country,
    currency: input.currency ?? countrySpec(country)?.default_currency ?? null,
    cvc_check: input.cvc === undefined ? null : 'unchecked',
    dynamic_last4: null,
    ...expiry(input, now, param),
    fingerprint: fingerprint(number),
    funding,
    last4: number.slice(-4),
    metadata: {},
    name: input.name ?? null,
    ...(input.networks && { networks: { preferred: input.networks.preferred ?? null } }),
    regulated_status: null,
    tokenization_method: null,
  }
}

/** Throws Stripe's 400 for a card that receives no payouts. */
export function checkPayable({ number }: CardInput, param: string): void {
  if (debitCard(number)) return
  throw invalidRequest(
    'The card provided as an external account is not supported for payouts. Provide a non-prepaid debit card instead.',
    { code: 'invalid_card_type', param },
  )
}

function usableCard({ number }: CardInput, param: string): TestCard {
  if (!passesLuhn(number.replace(/[\s-]/g, '')))
    throw cardError('incorrect_number', 'Your card number is incorrect.', param, 'number')
  const card = testCard(number)
  if (card) return card
  throw new StripeError(402, {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'test_mode_live_card',
    message:
      'Your card was declined. Your request was in test mode, but used a non test (live) card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
    param,
  })
}

function expiry({ exp_month, exp_year }: CardInput, now: number, param: string) {
  const year = exp_year < 100 ? 2000 + exp_year : exp_year
  const today = new Date(now * 1000)
  const isPast = year === today.getUTCFullYear() && exp_month <= today.getUTCMonth()
  if (exp_month < 1 || exp_month > 12 || isPast) {
    const message = "Your card's expiration month is invalid."
    throw cardError('invalid_expiry_month', message, param, 'exp_month')
  }
  if (year < today.getUTCFullYear() || year > today.getUTCFullYear() + 50) {
    const message = "Your card's expiration year is invalid."
    throw cardError('invalid_expiry_year', message, param, 'exp_year')
  }
  return { exp_month, exp_year: year }
}

function cardError(code: string, message: string, param: string, field: string): StripeError {
  return new StripeError(402, { type: 'card_error', code, message, param: `${param}[${field}]` })
}

/** Checks the last digit of a card number (ISO/IEC 7812-1). */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return /^\d{12,19}$/.test(digits) && sum % 10 === 0
}
