/**
 * What a page hands to the browser, so that it can check answers by the same rules as this server and make tokens of them.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import type { StepId } from '../form.ts'
import type { Colleagues, Part } from '../people/person-questions.ts'

/** What a form is about. */
export type TokenForm =
  | { about: 'account'; step: StepId; account: Stripe.Account; minimum: readonly string[] }
  | { about: 'person'; part: Part; account: Stripe.Account; person: Stripe.Person; people: Colleagues }
  | { about: 'new-person'; account: Stripe.Account; people: Colleagues }
  | {
      about: 'bank-account'
      spec: Pick<Stripe.CountrySpec, 'supported_bank_account_currencies' | 'default_currency'>
    }
  /** A form that asks for the business type of a new account. */
  | { about: 'business-type' }
  /** A form that only says yes to what is on its page. */
  | { about: 'assent'; account: Stripe.TokenCreateParams.Account }

export interface TokenSettings {
  form: TokenForm
  language: string
  /** Stripe's test values are accepted. */
  test: boolean
  /** The publishable key. */
  key: string
  /** Where Stripe takes files. */
  files: string
}

/** A token to make. */
export interface TokenOrder {
  /** The input that carries it to this server. */
  input: 'token' | 'person_token'
  type: 'account' | 'person' | 'bank_account'
  data: object
}
