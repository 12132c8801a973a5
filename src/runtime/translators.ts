import { messages } from '../features.ts'
import { common } from '../messages/common.ts'
import { Translators } from '../messages/translators.ts'

/** For this process. What answers while there are no services takes them from here. */
export const translators = new Translators([common, ...messages])
