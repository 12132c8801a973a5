/** All that pages and programs are told, in English. */
import { messages } from '../../src/features.ts'
import { common } from '../../src/messages/common.ts'
import type { Catalogue } from '../../src/messages/sentences.ts'

/** What each part of the module says, the common part first. */
export const catalogues: readonly Catalogue[] = [common, ...messages].map(({ en }) => en)

export const keysOf = (parts: readonly Catalogue[]): string[] => parts.flatMap((part) => Object.keys(part))
