/**
 * Questions about the company itself.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-company
 * @module
 */
import type { Stripe } from 'stripe'
import { hasPeople } from '../../accounts/has-people.ts'
import { plainCharacters, withoutEnd, withoutGroups } from '../../core/plain-characters.ts'
import { isMistypedCompanyNumber } from '../countries/company-number-checks.ts'
import { companyNumberName } from '../countries/company-numbers.ts'
import type { StepId } from '../form.ts'
import type { Subject } from '../subject.ts'
import { type Words, wordsFor } from '../words.ts'
import { address } from './address.ts'
import { define, type FieldDefinition } from './definition.ts'
import { parseKanaAddress } from './kana.ts'
import { defineChoice } from './kinds.ts'
import { hasLegalForms, legalForms } from './legal-forms.ts'
import { type Parsed, parseWordsOrDigits } from './parse.ts'
import { definePhone } from './phone.ts'

type Account = Subject<Stripe.Account>

/** A company has its own step. Individuals whom a country registers as a business answer with the rest about it. */
function stepOf({ situation: { account } }: Account): StepId {
  return hasPeople(account) ? 'company' : 'business'
}

/** A number as the country's people call it. */
function numberWords(
  { situation: { account, country, messages } }: Account,
  name: 'tax_id' | 'vat_id' | 'registration_number',
): Words {
  const called = name === 'vat_id' || !hasPeople(account) ? undefined : companyNumberName(country, name)
  if (called === undefined) return wordsFor(messages, `field.company.${name}`)
  const text = messages.text('field.company.number', { name: called })
  return { label: text, noun: messages.text('field.company.number.noun', { name: called }) }
}

/** For companies, and for individuals in countries that register them as a business. */
export function company(account: Account): FieldDefinition[] {
  const { situation, object } = account
  const step = stepOf(account)
  const secret = (
    name: 'tax_id' | 'vat_id' | 'registration_number',
    given: boolean | undefined,
    ...others: string[]
  ) =>
    define(account, {
      requirements: [`company.${name}`, ...others],
      step,
      kind: 'secret',
      label: numberWords(account, name),
      given: given === true,
      maxLength: 40,
      parse: name === 'vat_id' ? parseVat(situation) : parseNumber(account, name),
    })
  return [
    define(account, {
      requirements: ['company.name'],
      step,
      label: 'field.company.name',
      hint: situation.messages.text('field.company.name.hint'),
      autocomplete: 'organization',
      maxLength: 100,
      parse: parseWordsOrDigits,
    }),
    ...(['kanji', 'kana'] as const).map((script) =>
      define(account, {
        requirements: [`company.name_${script}`],
        step,
        group: script,
        label: 'field.company.name',
        lang: script === 'kana' ? 'ja-Kana' : 'ja',
        maxLength: 100,
        ...(script === 'kana' && { parse: parseKanaAddress }),
      }),
    ),
    defineChoice(account, {
      requirements: ['company.structure'],
      step,
      label: 'field.company.structure',
      // It decides whether Stripe asks for owners.
      always: hasPeople(situation.account) && hasLegalForms(situation),
      optional: hasPeople(situation.account) && situation.country !== 'AE',
      options: legalForms(situation),
    }),
    secret('tax_id', object?.company?.tax_id_provided),
    // Stripe's country specs name an individual's VAT number in the Emirates with a path that is no parameter.
    secret(
      'vat_id',
      object?.company?.vat_id_provided,
      'individual.business_vat_id_number',
      'company.business_vat_id_number',
    ),
    define(account, {
      requirements: ['company.export_purpose_code'],
      step,
      label: 'field.company.export-purpose-code',
      hint: situation.messages.text('field.company.export-purpose-code.hint', { example: 'P0103' }),
      maxLength: 10,
      parse: parsePurposeCode,
    }),
    secret('registration_number', false),
    definePhone(account, { requirements: ['company.phone'], step, label: 'field.company.phone' }),
    ...address(account, 'company.address', step),
  ]
}

const parseVat = ({ country }: Account['situation']) =>
  country === 'AE' ? parseEmiratiVat : parseRegisteredNumber

/** Individuals whom a country registers as a business may have numbers of another kind. */
function parseNumber({ situation }: Account, name: 'tax_id' | 'registration_number') {
  const { account, country, test } = situation
  return (typed: string): Parsed =>
    hasPeople(account) && isMistypedCompanyNumber(country, name, typed, test)
      ? { refusal: 'refusal.checksum' }
      : parseRegisteredNumber(typed)
}

/** Business registers write their numbers in many ways: only what they have in common is tested. */
function parseRegisteredNumber(typed: string): Parsed {
  const labelled = plainCharacters(typed).replace(/^([\p{L}-]+)\s*[:#]\s*/u, '$1 ')
  const value = withoutEnd(labelled, /[\s,.;]/)
  return /^[\p{L}\d][\p{L}\d .,&()\-/]{3,38}$/u.test(value)
    ? { value }
    : { refusal: 'refusal.registered-number' }
}

/** What India's central bank calls the purpose of money from abroad. @see https://www.rbi.org.in */
function parsePurposeCode(typed: string): Parsed {
  const value = withoutGroups(typed)
  return /^P\d{4}$/.test(value) ? { value } : { refusal: 'refusal.looks', values: { example: 'P0103' } }
}

/** The Emirates' tax registration number. @see https://docs.stripe.com/billing/customer/tax-ids#supported-tax-id */
function parseEmiratiVat(typed: string): Parsed {
  // TRN, VAT or AE may stand before it.
  const value = withoutGroups(typed).replace(/^\p{L}+/u, '')
  return /^\d{15}$/.test(value)
    ? { value }
    : { refusal: 'refusal.looks', values: { example: '100123456700003' } }
}
