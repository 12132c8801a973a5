/** English, the language that every key exists in. One file per part of the product. */
import { account } from './account.ts'
import { check } from './check.ts'
import { common } from './common.ts'
import { hosts } from './hosts.ts'
import { merchantCategories } from './merchant-categories.ts'
import { oversight } from './oversight.ts'
import { problems } from './problems.ts'
import { registration } from './registration.ts'
import { standalone } from './standalone.ts'
import { stripeWords } from './stripe-words.ts'

export const en = {
  ...stripeWords,
  ...common,
  ...account,
  ...check,
  ...hosts,
  ...merchantCategories,
  ...problems,
  ...registration,
  ...oversight,
  ...standalone,
} as const
