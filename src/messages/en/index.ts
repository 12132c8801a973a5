/** English, the language that has every key: the sentences that any page may use. */
import { apiDocs } from './api-docs.ts'
import { common } from './common.ts'
import { hosts } from './hosts.ts'
import { problems } from './problems.ts'
import { standalone } from './standalone.ts'

export const en = {
  ...apiDocs,
  ...common,
  ...hosts,
  ...problems,
  ...standalone,
} as const
