/**
 * Adds external accounts (bank accounts and debit cards) to an account. Their number, which stays in `secret.account_number`,
 * decides which payouts fail.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { bankCurrencies, currencyOf } from '../countries/index.ts'
import { invalidParameter } from '../errors.ts'
import { mergeMetadata } from '../metadata.ts'
import type { ResourceApi } from '../resource-api.ts'
import { newBankAccount } from './bank-account.ts'
import { checkPayable, newCard } from './card.ts'
import type { Dossier, ExternalAccountRow } from './dossier.ts'
import {
  type BankAccountInput,
  bankAccountTokenInput,
  type CardInput,
  cardTokenInput,
  type ExternalAccountInput,
} from './external-account-parameters.ts'
import { numberOfToken } from './test-cards.ts'
import { useToken } from './tokens.ts'

/** Stripe's test tokens and the account number of each (https://docs.stripe.com/connect/testing#payouts). */
const BANK_TOKENS: Record<string, string> = {
  btok_us: '000123456789',
  btok_us_verified: '000123456789',
  btok_us_verified_noAccount: '000111111116',
  btok_us_verified_accountClosed: '000111111113',
  btok_us_verified_insufficientFunds: '000222222227',
  btok_us_verified_debitNotAuthorized: '000333333335',
  btok_us_verified_invalidCurrency: '000444444440',
}

type CardHash = Extract<ExternalAccountInput, { number: string }>

/** The details that a caller refers to. Details from a token keep their id. */
type Referred = { id?: string } & ({ card: CardInput } | { bankAccount: BankAccountInput })

/**
 * Adds an external account to the dossier. The first one in a currency receives the payouts.
 *
 * @param reference A token's id or the details themselves.
 */
export function addExternalAccount(
  api: ResourceApi,
  dossier: Dossier,
  reference: ExternalAccountInput,
  options: { defaultForCurrency?: boolean; metadata?: Record<string, string>; param?: string } = {},
): ExternalAccountRow {
  const { account, externalAccounts } = dossier
  const { param = 'external_account' } = options
  const { default_for_currency, metadata } = optionsInside(reference)
  const { made, number } = makeReferred(api, account, referred(api, reference, param), param)
  const { id, currency } = made
  const object = {
    ...made,
    account: account.id,
    default_for_currency: !externalAccounts.some((other) => other.object.currency === currency),
    metadata: { ...mergeMetadata({}, metadata), ...options.metadata },
    status: 'new',
  }
  const created = api.clock.now()
  const row = { id, account: account.id, created, object, secret: { account_number: number } }
  externalAccounts.push(row)
  if (options.defaultForCurrency || default_for_currency) makeDefault(dossier, row)
  return row
}

/** A card can bring the options along. */
function optionsInside(reference: ExternalAccountInput): Pick<CardHash, 'default_for_currency' | 'metadata'> {
  const isCard = typeof reference !== 'string' && reference.object === 'card' && 'number' in reference
  return isCard ? reference : {}
}

/** Makes this external account the one that receives payouts in its currency. */
export function makeDefault({ externalAccounts }: Dossier, chosen: ExternalAccountRow): void {
  for (const row of externalAccounts)
    if (row.object.currency === chosen.object.currency) row.object.default_for_currency = row.id === chosen.id
}

function referred(api: ResourceApi, reference: ExternalAccountInput, param: string): Referred {
  if (typeof reference === 'string') return ofId(api, reference, param)
  if (reference.object === 'bank_account') return { bankAccount: reference }
  if (!('token' in reference)) return { card: reference }
  const { token, currency } = reference
  const found = ofId(api, token, `${param}[token]`)
  return 'card' in found && currency ? { ...found, card: { ...found.card, currency } } : found
}

function ofId(api: ResourceApi, reference: string, param: string): Referred {
  const account_number = BANK_TOKENS[reference]
  if (account_number !== undefined)
    return { bankAccount: { country: 'US', currency: 'usd', routing_number: '110000000', account_number } }
  const number = numberOfToken(reference)
  if (number !== undefined) {
    const nextYear = new Date(api.clock.now() * 1000).getUTCFullYear() + 1
    return { card: { number, exp_month: 12, exp_year: nextYear } }
  }
  return ofToken(api, reference, param)
}

function ofToken(api: ResourceApi, token: string, param: string): Referred {
  if (api.store.get<Stripe.Token>('token', token)?.object.type === 'card') {
    const { object, secret } = useToken(api, token, 'card', param)
    return { ...idOf(object.card), card: cardTokenInput(secret) }
  }
  const { object, secret } = useToken(api, token, 'bank_account', param)
  return { ...idOf(object.bank_account), bankAccount: bankAccountTokenInput(secret) }
}

function idOf(shown: { id: string } | undefined): { id?: string } {
  return shown ? { id: shown.id } : {}
}

function makeReferred(
  api: ResourceApi,
  account: Stripe.Account,
  given: Referred,
  param: string,
): { made: Stripe.BankAccount | Stripe.Card; number: string } {
  if ('card' in given) {
    const made = newCard(given.id ?? api.newId('card'), given.card, api.clock.now(), param)
    checkPayable(given.card, param)
    checkCurrency(account, made.country ?? '', made.currency ?? '', param)
    return { made, number: given.card.number }
  }
  const { bankAccount } = given
  const currency = bankAccount.currency ?? currencyOf(bankAccount.country) ?? ''
  checkCurrency(account, bankAccount.country, currency, param)
  return newBankAccount(given.id ?? api.newId('ba'), bankAccount, currency, param)
}

function checkCurrency(account: Stripe.Account, country: string, currency: string, param: string): void {
  const supported = bankCurrencies(account.country ?? '')
  const places = supported[currency]
  if (!places) {
    const message = `Accounts in ${account.country} cannot have external accounts in ${currency}. Supported: ${Object.keys(supported).join(', ')}.`
    throw invalidParameter(message, { param: `${param}[currency]` })
  }
  if (places.includes(country)) return
  const message = `An external account in ${currency} for an account in ${account.country} must be in ${places.join(', ')}, not in ${country}.`
  throw invalidParameter(message, { param: `${param}[country]` })
}
