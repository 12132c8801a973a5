/**
 * The types of the module's sentences.
 *
 * @module
 */
import type { en } from './en/index.ts'

type Common = typeof en

/**
 * Every sentence by its key. A feature adds its own keys beside its English sentences.
 *
 * @public
 * @example
 * type English = typeof en
 * declare module '../../messages/sentences.ts' {
 *   interface Sentences extends English {}
 * }
 */
export interface Sentences extends Common {}

export type MessageKey = keyof Sentences

/** Sentences of one language by their keys. */
export type Catalogue = Readonly<Record<string, string>>

/** Sentences by language. English has them all and stands in for what another language lacks. */
export interface Messages {
  readonly en: Catalogue
  readonly [language: string]: Catalogue
}
