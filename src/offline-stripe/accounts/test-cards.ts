/**
 * Stripe's cards for tests of payments (https://docs.stripe.com/testing#cards). They become tokens, but receive no payouts.
 * Numbers of other cards are refused, so that no real card is ever kept.
 *
 * @module
 */
import { debitCard, debitCardOfToken } from './debit-cards.ts'

/** A card of which only its number is known. */
export interface TestCard {
  brand: 'American Express' | 'Diners Club' | 'Discover' | 'JCB' | 'MasterCard' | 'UnionPay' | 'Visa'
  /** Where the card was issued; the United States for cards of which Stripe says nothing else. */
  country: string
  funding: 'credit' | 'debit' | 'prepaid'
  isInstant: boolean
  number: string
}

const BY_BRAND: [brand: TestCard['brand'], numbers: string][] = [
  ['Visa', '4242424242424242 4012888888881881'],
  ['MasterCard', '5555555555554444 2223003122003222 5105105105105100'],
  ['American Express', '378282246310005 371449635398431'],
  ['Discover', '6011111111111117 6011000990139424'],
  ['Diners Club', '3056930009020004 36227206271667 38520000023237'],
  ['JCB', '3566002020360505 3530111333300000'],
  ['UnionPay', '6200000000000005 6200000000000047 6205500000000000004'],
]
const PREPAID = ['5105105105105100']

/** Stripe's tokens of cards that receive no payouts. */
const NUMBER_OF_TOKEN: Record<string, string> = {
  tok_amex: '378282246310005',
  tok_diners: '36227206271667',
  tok_discover: '6011111111111117',
  tok_jcb: '3566002020360505',
  tok_mastercard: '5555555555554444',
  tok_mastercard_prepaid: '5105105105105100',
  tok_unionpay: '6200000000000005',
  tok_visa: '4242424242424242',
  tok_visa_credit_ae: '4000007840000006',
  tok_visa_credit_au: '4000000360000006',
}

/** The number of the card behind one of Stripe's tokens, whether it receives payouts or not. */
export function numberOfToken(token: string): string | undefined {
  return debitCardOfToken(token)?.number ?? NUMBER_OF_TOKEN[token]
}

/** Stripe's Visa cards of other countries, and those whose payments fail, begin like this. */
const OTHER_VISA = /^40000\d{11}$/

/** The test card with this number, with or without separators. */
export function testCard(number: string): TestCard | undefined {
  const digits = number.replace(/[\s-]/g, '')
  const debit = debitCard(digits)
  if (debit) return { ...debit, funding: 'debit' }
  const [brand] =
    BY_BRAND.find(([, numbers]) => numbers.split(' ').includes(digits)) ??
    (OTHER_VISA.test(digits) ? (['Visa'] as const) : [])
  if (brand === undefined) return undefined
  const funding = PREPAID.includes(digits) ? 'prepaid' : 'credit'
  return { brand, country: 'US', funding, isInstant: false, number: digits }
}
