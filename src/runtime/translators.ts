import { messages } from '../features.ts'
import { common } from '../messages/common.ts'
import { Translators } from '../messages/translators.ts'

/** The translators of this process, for answers that must work without services. */
export const translators = new Translators([common, ...messages])
