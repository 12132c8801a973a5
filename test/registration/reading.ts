/**
 * Reads answers as the form and the API do, without sending them.
 *
 * @module
 */
import type Stripe from 'stripe'
import { expect } from 'vitest'
import { countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { type Answers, readAnswers } from '../../src/registration/answers.ts'
import type { FormValues, UploadedFile } from '../../src/web/route.ts'
import { accountWith, atTheDesk, opened } from './support.ts'

interface Given {
  country?: string
  live?: boolean
  partial?: boolean
  files?: UploadedFile[]
  account?: Stripe.Account
}

/** Reads answers for an account that is asked for everything its country may require. */
export function answer(
  values: FormValues,
  { country = 'GB', live = false, partial = true, files = [], account }: Given = {},
): Answers {
  const { minimum = [], additional = [] } = countrySpec(country)?.verification_fields.individual ?? {}
  const { asked } = opened(
    atTheDesk({ live }),
    account ?? accountWith({ country, due: minimum, later: additional }),
  )
  return readAnswers(asked, asked.questions, { values, files }, partial)
}

export const codes = (values: FormValues, given?: Given) =>
  answer(values, given).problems.map(({ code }) => code)
export const sent = (values: FormValues, given?: Given) => {
  const { changes, problems } = answer(values, given)
  expect(problems).toEqual([])
  return changes[0]?.value
}
