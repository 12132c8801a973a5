/**
 * Questions about what is sold, how it appears on a buyer's statement and, where a country asks it, the company.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-business_profile
 * @module
 */
import type { MessageKey } from '../../messages/translator.ts'
import { findMerchantCategory, merchantCategories } from '../merchant-categories.ts'
import { plainCharacters } from '../plain-characters.ts'
import { address } from './address.ts'
import { define, type FieldDefinition, lengthOf, type Parsed, type Situation, valueAt } from './definition.ts'
import { legalForms } from './legal-forms.ts'
import { parseChoice, parseEmail, parseLines, parseText, parseUrl } from './parse.ts'
import { definePhone } from './phone.ts'

const step = 'business'

export function business(situation: Situation): FieldDefinition[] {
  return [
    merchantCategory(situation),
    ...profile(situation),
    ...statementDescriptors(situation),
    ...company(situation),
  ]
}

function merchantCategory({ messages }: Situation): FieldDefinition {
  const param = 'business_profile.mcc'
  return define({
    requirements: [param],
    step,
    kind: 'search',
    label: messages.text('field.mcc'),
    hint: messages.text('field.mcc.hint'),
    options: merchantCategories(messages).map(({ name }) => ({ value: name, label: name })),
    shown: (account) => {
      const code = valueAt(account, param)
      return typeof code === 'string' ? (findMerchantCategory(messages, code)?.name ?? code) : ''
    },
    parse: (typed) => {
      const category = findMerchantCategory(messages, typed)
      return category ? { value: category.code } : { refusal: 'refusal.mcc' }
    },
  })
}

/** Long enough that Stripe can tell what is sold. @see `invalid_product_description_length` */
const SHORTEST_DESCRIPTION = 10

function profile(situation: Situation): FieldDefinition[] {
  const { messages } = situation
  return [
    define({
      requirements: ['business_profile.name'],
      step,
      label: messages.text('field.business-name'),
      hint: messages.text('field.business-name.hint'),
      autocomplete: 'organization',
      maxLength: 100,
      parse: (typed) => parseText(typed, 100),
    }),
    define({
      requirements: ['business_profile.url'],
      step,
      kind: 'url',
      label: messages.text('field.url'),
      hint: messages.text('field.url.hint'),
      autocomplete: 'url',
      inputMode: 'url',
      maxLength: 2048,
      parse: parseUrl,
    }),
    define({
      requirements: ['business_profile.product_description'],
      step,
      kind: 'multiline',
      label: messages.text('field.product-description'),
      hint: messages.text('field.product-description.hint'),
      companionOf: 'business_profile.url',
      maxLength: 5000,
      parse: (typed) =>
        lengthOf(typed) < SHORTEST_DESCRIPTION
          ? { refusal: 'refusal.too-short', values: { shortest: SHORTEST_DESCRIPTION } }
          : parseLines(typed),
    }),
    definePhone(situation, {
      requirements: ['business_profile.support_phone'],
      step,
      label: messages.text('field.support-phone'),
    }),
    define({
      requirements: ['business_profile.support_email'],
      step,
      kind: 'email',
      label: messages.text('field.support-email'),
      inputMode: 'email',
      maxLength: 254,
      parse: parseEmail,
    }),
  ]
}

function statementDescriptors({ messages }: Situation): FieldDefinition[] {
  const descriptor = (
    requirement: string,
    label: MessageKey,
    hint: MessageKey,
    shortest: number,
    longest: number,
  ) =>
    define({
      requirements: [requirement],
      step,
      label: messages.text(label),
      hint: messages.text(hint),
      maxLength: longest,
      parse: (typed) => parseDescriptor(typed, shortest, longest),
    })
  return [
    descriptor(
      'settings.payments.statement_descriptor',
      'field.statement-descriptor',
      'field.statement-descriptor.hint',
      5,
      22,
    ),
    descriptor(
      'settings.card_payments.statement_descriptor_prefix',
      'field.statement-descriptor-prefix',
      'field.statement-descriptor-prefix.hint',
      2,
      10,
    ),
  ]
}

/** @see https://docs.stripe.com/get-started/account/statement-descriptors#requirements */
const FORBIDDEN = '<>\\\'"*'

function parseDescriptor(typed: string, shortest: number, longest: number): Parsed {
  const good =
    /^[\x20-\x7e]+$/.test(typed) &&
    ![...FORBIDDEN].some((character) => typed.includes(character)) &&
    /[a-z]/i.test(typed) &&
    typed.length >= shortest &&
    typed.length <= longest
  return good
    ? { value: typed }
    : { refusal: 'refusal.statement-descriptor', values: { shortest, longest, forbidden: FORBIDDEN } }
}

/** Companies, and individuals where a country registers them as a business. */
function company(situation: Situation): FieldDefinition[] {
  const { messages } = situation
  const structures = legalForms(situation)
  const secret = (name: 'tax_id' | 'vat_id', requirements: FieldDefinition['requirements']) =>
    define({
      requirements,
      param: `company.${name}`,
      step,
      kind: 'secret',
      label: messages.text(`field.company.${name}`),
      given: (account) => account.company?.[`${name}_provided`] === true,
      maxLength: 40,
      parse: parseRegisteredNumber,
    })
  return [
    define({
      requirements: ['company.name'],
      step,
      label: messages.text('field.company.name'),
      hint: messages.text('field.company.name.hint'),
      autocomplete: 'organization',
      maxLength: 100,
      parse: (typed) => parseText(typed, 100),
    }),
    define({
      requirements: ['company.structure'],
      step,
      kind: 'choice',
      label: messages.text('field.company.structure'),
      options: structures,
      parse: (typed) => parseChoice(typed, structures),
    }),
    secret('tax_id', ['company.tax_id']),
    // Country specs name the VAT number of an individual in the Emirates by a path that no parameter has.
    secret('vat_id', [
      'company.vat_id',
      'individual.business_vat_id_number',
      'company.business_vat_id_number',
    ]),
    define({
      requirements: ['company.registration_number'],
      step,
      kind: 'secret',
      label: messages.text('field.company.registration_number'),
      maxLength: 40,
      given: () => false,
      parse: parseRegisteredNumber,
    }),
    definePhone(situation, {
      requirements: ['company.phone'],
      step,
      label: messages.text('field.company.phone'),
    }),
    ...address('company', step, situation),
  ]
}

/** Registers write their numbers in many ways; what is common to them is tested. */
function parseRegisteredNumber(typed: string): Parsed {
  const value = plainCharacters(typed)
  return /^[\p{L}\d][\p{L}\d .\-/]{3,38}$/u.test(value) ? { value } : { refusal: 'refusal.registered-number' }
}
