import type { Translator } from '../../messages/translator.ts'
import { lastOf } from '../../web/posted.ts'
import { BankPlaces } from '../bank/bank-places.ts'
import { readBankAccount } from '../bank/read-bank-account.ts'
import { checkNumber, codeOf, refusedInput } from '../bank/refused-input.ts'
import type { Posted, Prepared } from './prepared.ts'
import type { TokenForm } from './token-form.ts'

/** A bank account, for a token. */
export function preparedBankAccount(
  { spec }: Extract<TokenForm, { about: 'bank-account' }>,
  { test, messages }: { test: boolean; messages: Translator },
  { values }: Posted,
): Prepared {
  const details = readBankAccount({ places: new BankPlaces(spec), test, messages }, values)
  const place = { country: lastOf(values.country) ?? '', currency: lastOf(values.currency) ?? '' }
  return {
    problems: Array.isArray(details) ? details : [],
    uploads: [],
    orders() {
      // A token is of nothing else, so Stripe.js asks for no kind.
      const { object: _kind, ...data } = Array.isArray(details) ? { object: '' } : details
      return [{ input: 'token', type: 'bank_account', data }]
    },
    fileIds: () => [],
    inputOf: (refused) => refusedInput(place, refused, refused.param !== undefined),
    problemAt(field, message) {
      const sentence = message ?? checkNumber(messages, place, field)
      return { code: codeOf(place, field), field, ...(sentence !== undefined && { message: sentence }) }
    },
  }
}
