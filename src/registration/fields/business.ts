/**
 * Questions about what the seller sells and how payments appear on a buyer's statement.
 *
 * @see https://docs.stripe.com/api/accounts/update#update_account-business_profile
 * @module
 */
import type { Stripe } from 'stripe'
import type { MessageKey } from '../../messages/sentences.ts'
import { findMerchantCategory, merchantCategories } from '../merchant-categories.ts'
import type { Subject } from '../subject.ts'
import { address } from './address.ts'
import { define, type FieldDefinition } from './definition.ts'
import { parseDescriptor } from './descriptor.ts'
import { parseKanaAddress } from './kana.ts'
import { defineEmail } from './kinds.ts'
import { lengthOf, type Parsed, parseLines, parseNumber, parseWords } from './parse.ts'
import { definePhone } from './phone.ts'
import { defineUrl, parseUrl } from './url.ts'

const step = 'business'

type Account = Subject<Stripe.Account>

export function business(account: Account): FieldDefinition[] {
  return [merchantCategory(account), ...profile(account), ...statementDescriptors(account)]
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
      // Stripe wants words that a person recognises.
      parse: parseWords,
    }),
    defineUrl(account, {
      requirements: ['business_profile.url'],
      step,
      label: 'field.url',
      hint: messages.text('field.url.hint'),
      autocomplete: 'url',
    }),
    define(account, {
      requirements: ['business_profile.product_description'],
      step,
      kind: 'multiline',
      label: 'field.product-description',
      hint: messages.text('field.product-description.hint'),
      companionOf: 'business_profile.url',
      maxLength: 5000,
      parse: parseDescription,
    }),
    ...(['support_url', 'specified_commercial_transactions_act_url'] as const).map((name) =>
      defineUrl(account, {
        requirements: [`business_profile.${name}`],
        step,
        label: `field.${name === 'support_url' ? 'support-url' : 'commercial-disclosure'}`,
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

/** Stripe refuses an address as one, too. @see `invalid_product_description_url_match` */
function parseDescription(typed: string, longest: number): Parsed {
  if (lengthOf(typed) < SHORTEST_DESCRIPTION)
    return { refusal: 'refusal.too-short', values: { shortest: SHORTEST_DESCRIPTION } }
  const isAddress = /^[!-~]+$/.test(typed) && 'value' in parseUrl(typed, longest)
  return isAddress || !/\p{L}/u.test(typed) ? { refusal: 'refusal.words' } : parseLines(typed, longest)
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
