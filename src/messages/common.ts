import { en } from './en/index.ts'
import type { Messages } from './sentences.ts'

/** The sentences that any part of the module may use. */
export const common: Messages = { en }
