/**
 * The form for a bank account: its country and currency, its holder and its numbers.
 *
 * @module
 */
import type { Stripe } from 'stripe'
import { hasPeople } from '../../accounts/has-people.ts'
import type { Problem } from '../../core/errors.ts'
import type { Field, FieldGroup } from '../../web/form-fields.ts'
import { lastOf } from '../../web/posted.ts'
import type { FormValues } from '../../web/route.ts'
import { holderName } from '../suggestions.ts'
import { wordsFor } from '../words.ts'
import { bankFormat } from './bank-formats.ts'
import { isOfPlace } from './drawn-place.ts'
import { type BankReading, HOLDER_TYPES } from './read-bank-account.ts'

interface Attempted {
  values?: FormValues
  problems?: readonly Problem[]
}

export function drawBankForm(
  { places, test, tokensOnly, messages }: BankReading & { tokensOnly: boolean },
  account: Stripe.Account,
  wanted: { country: string; currency: string },
  { values, problems = [] }: Attempted,
): FieldGroup[] {
  const countries = places.countries()
  const country = countries.find((code) => code === wanted.country) ?? account.country ?? countries[0] ?? ''
  const currencies = places.currencies(country)
  const wantedCurrency = wanted.currency.toLowerCase()
  const currency = currencies.find((code) => code === wantedCurrency) ?? currencies[0] ?? ''
  const draw = (field: Pick<Field, 'name' | 'kind' | 'label'> & Partial<Field>, otherwise = ''): Field => {
    const problem = problems.find((one) => one.field === field.name)
    return {
      requirement: 'external_account',
      fullLabel: field.label,
      hint: undefined,
      value: lastOf(values?.[field.name]) ?? otherwise,
      provided: false,
      required: true,
      isForStripe: tokensOnly && !isOfPlace(field.name),
      sameAs: undefined,
      instead: undefined,
      options: [],
      autocomplete: 'off',
      inputMode: undefined,
      size: undefined,
      lang: undefined,
      accept: [],
      maxBytes: undefined,
      error: problem && messages.problem(problem),
      ...field,
    }
  }
  const place: Field[] = [
    draw({
      name: 'country',
      kind: 'choice',
      label: wordsFor(messages, 'bank.country').label,
      value: country,
      options: options(countries, (code) => messages.country(code)),
    }),
    draw({
      name: 'currency',
      kind: 'choice',
      label: wordsFor(messages, 'bank.currency').label,
      value: currency,
      options: options(currencies, (code) => `${messages.currency(code)} (${code.toUpperCase()})`),
    }),
  ]
  const holder: Field[] = [
    draw({
      name: 'account_holder_name',
      kind: 'text',
      label: wordsFor(messages, 'bank.holder-name').label,
      suggestion: values || country === 'JP' ? undefined : holderName(account),
      ...(country === 'JP'
        ? { hint: messages.text('bank.holder-name.katakana'), lang: 'ja-Kana' }
        : { autocomplete: 'name' }),
    }),
    draw(
      {
        name: 'account_holder_type',
        kind: 'choice',
        label: wordsFor(messages, 'bank.holder-type').label,
        options: HOLDER_TYPES.map((value) => ({ value, label: messages.text(`bank.holder-type.${value}`) })),
      },
      hasPeople(account) ? 'company' : 'individual',
    ),
  ]
  const numbers = bankFormat(country, currency).numbers.map((number) => {
    const example = number.example[test ? 'test' : 'live']
    return draw({
      name: number.name,
      kind: 'secret',
      label: wordsFor(messages, number.label).label,
      hint: messages.text('bank.hint', { example }),
      inputMode: /^\d+$/.test(example) ? 'numeric' : 'text',
      // Banks part the numbers with spaces, and some are longer.
      size: example.length + 4,
    })
  })
  return [
    { legend: undefined, fields: place },
    { legend: undefined, fields: [...holder, ...numbers] },
  ]
}

function options(values: readonly string[], name: (value: string) => string): Field['options'] {
  return values
    .map((value) => ({ value, label: name(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}
