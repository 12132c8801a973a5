/**
 * Tokens for the data of an account, a person, an id number, a bank account or a card (https://docs.stripe.com/api/tokens). The
 * data are checked when a token is made, kept as they were sent, and never shown again.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { accountTokenInput } from './accounts/account-parameters.ts'
import { bankFingerprint, checkBankAccount } from './accounts/bank-account.ts'
import { newCard } from './accounts/card.ts'
import { bankAccountTokenInput, cardTokenInput } from './accounts/external-account-parameters.ts'
import { personTokenInput, piiTokenInput } from './accounts/person-parameters.ts'
import { currencyOf } from './countries/index.ts'
import { invalidParameter, referenceMissing, resourceMissing } from './errors.ts'
import { either, type Parameter, parameters, required, string } from './parameters.ts'
import type { ResourceApi } from './resource-api.ts'

/** Text in place of the details is the id of what a customer has saved. */
const CREATE = parameters({
  account: checkedBy(accountTokenInput),
  bank_account: either(string(), checkedBy(bankAccountTokenInput)),
  card: either(string(), checkedBy(cardTokenInput)),
  customer: string(),
  cvc_update: checkedBy(parameters({ cvc: required(string({ format: /^\d{3,4}$/ })) })),
  person: checkedBy(personTokenInput),
  pii: checkedBy(piiTokenInput),
})

const PREFIXES = {
  account: 'ct',
  bank_account: 'btok',
  card: 'tok',
  cvc_update: 'cvctok',
  person: 'cpt',
  pii: 'pii',
} as const
type TokenType = keyof typeof PREFIXES
const CHOICE = Object.keys(PREFIXES).join(', ')

export function tokens(api: ResourceApi): void {
  api.route({
    method: 'POST',
    path: '/v1/tokens',
    handle(request) {
      const [type, data] = described(request.input)
      const token: Stripe.Token = {
        id: api.newId(PREFIXES[type]),
        object: 'token',
        ...(type === 'bank_account' && { bank_account: shownBankAccount(api.newId('ba'), data) }),
        ...(type === 'card' && { card: shownCard(api, data) }),
        client_ip: request.ip,
        created: api.clock.now(),
        livemode: false,
        type,
        used: false,
      }
      api.store.put('token', {
        id: token.id,
        account: request.account,
        created: token.created,
        object: token,
        secret: data,
      })
      return token
    },
  })

  api.route({
    method: 'GET',
    path: '/v1/tokens/{token}',
    handle({ params: { token: id = '' } }) {
      const row = api.store.get<Stripe.Token>('token', id)
      if (!row) throw resourceMissing('token', id)
      return row.object
    },
  })
}

/** The one thing that a call describes. The offline Stripe has no customers, whose saved cards a call could name. */
function described(input: Record<string, unknown>): [type: TokenType, data: Record<string, unknown>] {
  const { customer, ...given } = CREATE(input)
  if (customer !== undefined) throw referenceMissing('customer', customer)
  const [entry, ...others] = Object.entries(given) as [TokenType, Record<string, unknown> | string][]
  if (!entry || others.length > 0) {
    throw invalidParameter(`You must supply exactly one of: ${CHOICE}.`, {
      code: entry ? 'parameters_exclusive' : 'parameter_missing',
    })
  }
  const [type, data] = entry
  if (typeof data === 'string') throw referenceMissing('source', data, type)
  return [type, data]
}

/** Checks a hash and keeps it as it was sent. */
function checkedBy(
  check: (input: Record<string, unknown>, below: string) => unknown,
): Parameter<Record<string, unknown>> {
  return {
    read(value, name) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw invalidParameter('Invalid object', { param: name })
      }
      const input = { ...value }
      check(input, name)
      return input
    },
  }
}

function shownCard(api: ResourceApi, data: Record<string, unknown>): Stripe.Card {
  return newCard(api.newId('card'), cardTokenInput(data), api.clock.now(), 'card')
}

function shownBankAccount(id: string, data: Record<string, unknown>): Stripe.BankAccount {
  const input = bankAccountTokenInput(data)
  const { account_number, country, ...details } = input
  const currency = details.currency ?? currencyOf(country) ?? ''
  checkBankAccount(input, currency, 'bank_account')
  return {
    id,
    object: 'bank_account',
    account_holder_name: details.account_holder_name ?? null,
    account_holder_type: details.account_holder_type ?? null,
    account_type: details.account_type ?? null,
    bank_name: 'STRIPE TEST BANK',
    country,
    currency,
    fingerprint: bankFingerprint(input),
    last4: account_number.slice(-4),
    routing_number: details.routing_number ?? null,
    status: 'new',
  }
}
