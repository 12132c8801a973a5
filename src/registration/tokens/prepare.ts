/**
 * The browser's part of a form whose answers go to Stripe alone: checks them by the rules of the fields, says what is wrong in
 * the same words as this server, and makes Stripe's parameters of them. The build makes `public/answers.js` of this.
 *
 * @module
 */
import type { Problem } from '../../core/errors.ts'
import { en as common } from '../../messages/en/index.ts'
import type { MessageKey } from '../../messages/sentences.ts'
import type { MessageValues, Translator } from '../../messages/translator.ts'
import { Translators } from '../../messages/translators.ts'
import { isForProgrammers } from '../../stripe/for-programmers.ts'
import { en as registration } from '../messages/en/index.ts'
import type { Posted, Prepared, StripeRefusal } from './prepared.ts'
import { preparedAnswers } from './prepared-answers.ts'
import { preparedBankAccount } from './prepared-bank-account.ts'
import type { TokenSettings } from './token-form.ts'

const translators = new Translators([{ en: common }, { en: registration }])

/**
 * @example
 * const page = open(settings)
 * const { problems, uploads, orders } = page.prepare({ values, files })
 */
export function open(settings: TokenSettings) {
  const messages = translators.in(settings.language)
  return {
    prepare: (posted: Posted): Prepared => prepare(settings, messages, posted),
    refusal: (prepared: Prepared, refused: StripeRefusal): Problem => refusalOf(prepared, refused),
    sentence: (problem: Problem) => messages.problem(problem),
    text: (key: MessageKey, values?: MessageValues) => messages.text(key, values),
  }
}

function prepare({ form, test }: TokenSettings, messages: Translator, posted: Posted): Prepared {
  switch (form.about) {
    case 'bank-account':
      return preparedBankAccount(form, { test, messages }, posted)
    case 'business-type':
      return fixed({ business_type: posted.values.business_type })
    case 'assent':
      return fixed(form.account)
    default:
      return preparedAnswers(form, { test, messages }, posted)
  }
}

function fixed(data: object): Prepared {
  return {
    problems: [],
    uploads: [],
    orders: () => [{ input: 'token', type: 'account', data }],
    fileIds: () => [],
    inputOf: () => undefined,
    problemAt: (field, message) => ({ code: `invalid-${field}`, field, ...(message && { message }) }),
  }
}

/** At its field, as this server would say it. */
function refusalOf(prepared: Prepared, { param, code, message }: StripeRefusal): Problem {
  const sentence = isForProgrammers(code) ? undefined : message
  const field = prepared.inputOf({
    ...(param !== undefined && { param }),
    ...(code !== undefined && { code }),
  })
  if (field !== undefined) return prepared.problemAt(field, sentence)
  return { code: 'stripe-refused', ...(sentence !== undefined && { message: sentence }) }
}
