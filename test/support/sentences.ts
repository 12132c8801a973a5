/** All the sentences for pages and programs, in English. */
import { messages } from '../../src/features.ts'
import { common } from '../../src/messages/common.ts'
import type { Catalogue } from '../../src/messages/sentences.ts'

/** The sentences of each part of the module, the common ones first. */
export const catalogues: readonly Catalogue[] = [common, ...messages].map(({ en }) => en)

export const keysOf = (parts: readonly Catalogue[]): string[] => parts.flatMap((part) => Object.keys(part))
