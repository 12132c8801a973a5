/** English, the language that every key exists in: what any page may say. */
import { common } from './common.ts'
import { hosts } from './hosts.ts'
import { problems } from './problems.ts'
import { standalone } from './standalone.ts'

export const en = {
  ...common,
  ...hosts,
  ...problems,
  ...standalone,
} as const
