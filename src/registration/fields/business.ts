/**
 * Questions about what the seller sells, how payments appear on a buyer's statement and, in some countries, the company.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-business_profile
 * @module
 */
import type { Stripe } from 'stripe'
import type { MessageKey } from '../../messages/sentences.ts'
import { findMerchantCategory, merchantCategories } from '../merchant-categories.ts'
import { plainCharacters, withoutEnd, withoutGroups } from '../plain-characters.ts'
import type { Subject } from '../subject.ts'
import { address } from './address.ts'
import { define, type FieldDefinition } from './definition.ts'
import { parseDescriptor } from './descriptor.ts'
import { parseKanaAddress } from './kana.ts'
import { defineChoice, defineEmail } from './kinds.ts'
import { legalForms } from './legal-forms.ts'
import { lengthOf, type Parsed, parseLines, parseNumber, parseUrl } from './parse.ts'
import { definePhone } from './phone.ts'

const step = 'business'

type Account = Subject<Stripe.Account>

export function business(account: Account): FieldDefinition[] {
  return [
    merchantCategory(account),
    ...profile(account),
    ...statementDescriptors(account),
    ...company(account),
  ]
}

function merchantCategory(account: Account): FieldDefinition {
  const { messages } = account.situation
  const code = account.object?.business_profile?.mcc
  return define(account, {
    requirements: ['business_profile.mcc'],
    step,
    kind: 'search',
    label: 'field.mcc',
    hint: messages.text('field.mcc.hint'),
    options: merchantCategories(messages).map(({ name }) => ({ value: name, label: name })),
    value: typeof code === 'string' ? (findMerchantCategory(messages, code)?.name ?? code) : '',
    parse: (typed) => {
      const category = findMerchantCategory(messages, typed)
      return category ? { value: category.code } : { refusal: 'refusal.choice' }
    },
  })
}

const MOST_WORKERS = 10_000_000

/** Stripe refuses a shorter description. @see `invalid_product_description_length` */
const SHORTEST_DESCRIPTION = 10

function profile(account: Account): FieldDefinition[] {
  const { messages } = account.situation
  return [
    define(account, {
      requirements: ['business_profile.name'],
      step,
      label: 'field.business-name',
      hint: messages.text('field.business-name.hint'),
      autocomplete: 'organization',
      maxLength: 100,
    }),
    define(account, {
      requirements: ['business_profile.url'],
      step,
      kind: 'url',
      label: 'field.url',
      hint: messages.text('field.url.hint'),
      autocomplete: 'url',
      inputMode: 'url',
      maxLength: 2048,
      parse: parseUrl,
    }),
    define(account, {
      requirements: ['business_profile.product_description'],
      step,
      kind: 'multiline',
      label: 'field.product-description',
      hint: messages.text('field.product-description.hint'),
      companionOf: 'business_profile.url',
      maxLength: 5000,
      parse: (typed, longest) =>
        lengthOf(typed) < SHORTEST_DESCRIPTION
          ? { refusal: 'refusal.too-short', values: { shortest: SHORTEST_DESCRIPTION } }
          : parseLines(typed, longest),
    }),
    ...(['support_url', 'specified_commercial_transactions_act_url'] as const).map((name) =>
      define(account, {
        requirements: [`business_profile.${name}`],
        step,
        kind: 'url',
        label: `field.${name === 'support_url' ? 'support-url' : 'commercial-disclosure'}`,
        inputMode: 'url',
        maxLength: 2048,
        parse: parseUrl,
      }),
    ),
    define(account, {
      requirements: ['business_profile.estimated_worker_count'],
      step,
      label: 'field.worker-count',
      inputMode: 'numeric',
      maxLength: 10,
      parse: (typed) => parseNumber(typed, 0, MOST_WORKERS),
    }),
    ...address(account, 'business_profile.support_address', step),
    definePhone(account, {
      requirements: ['business_profile.support_phone'],
      step,
      label: 'field.support-phone',
    }),
    defineEmail(account, {
      requirements: ['business_profile.support_email'],
      step,
      label: 'field.support-email',
    }),
  ]
}

function statementDescriptors(account: Account): FieldDefinition[] {
  const descriptor = (requirement: string, label: MessageKey, shortest: number, longest: number) =>
    define(account, {
      requirements: [requirement],
      step,
      label,
      hint: account.situation.messages.text('field.statement-descriptor.hint', { shortest, longest }),
      // Without one, Stripe takes it from the website.
      optional: true,
      maxLength: longest,
      parse: (typed) => parseDescriptor(typed, shortest, longest),
    })
  return [
    descriptor('settings.payments.statement_descriptor', 'field.statement-descriptor', 5, 22),
    descriptor(
      'settings.card_payments.statement_descriptor_prefix',
      'field.statement-descriptor-prefix',
      2,
      10,
    ),
    ...japaneseDescriptors(account),
  ]
}

/** The same in the scripts of a Japanese statement. */
function japaneseDescriptors(account: Account): FieldDefinition[] {
  return (['kanji', 'kana'] as const).flatMap((script) =>
    [
      [`settings.payments.statement_descriptor_${script}`, 'field.statement-descriptor'] as const,
      [
        `settings.card_payments.statement_descriptor_prefix_${script}`,
        'field.statement-descriptor-prefix',
      ] as const,
    ].map(([requirement, label]) =>
      define(account, {
        requirements: [requirement],
        step,
        group: script,
        label,
        lang: script === 'kana' ? 'ja-Kana' : 'ja',
        maxLength: 22,
        ...(script === 'kana' && { parse: parseKanaAddress }),
      }),
    ),
  )
}

/** For companies, and for individuals in countries that register them as a business. */
function company(account: Account): FieldDefinition[] {
  const { situation, object } = account
  const secret = (
    name: 'tax_id' | 'vat_id' | 'registration_number',
    given: boolean | undefined,
    ...others: string[]
  ) =>
    define(account, {
      requirements: [`company.${name}`, ...others],
      step,
      kind: 'secret',
      label: `field.company.${name}`,
      given: given === true,
      maxLength: 40,
      parse: name === 'vat_id' && situation.country === 'AE' ? parseEmiratiVat : parseRegisteredNumber,
    })
  return [
    define(account, {
      requirements: ['company.name'],
      step,
      label: 'field.company.name',
      hint: situation.messages.text('field.company.name.hint'),
      autocomplete: 'organization',
      maxLength: 100,
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
