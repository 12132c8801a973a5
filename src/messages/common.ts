import { en } from './en/index.ts'
import type { Messages } from './sentences.ts'

/** What any part of the module may say. */
export const common: Messages = { en }
