import type { Messages } from './sentences.ts'
import { Translator } from './translator.ts'

/** One translator for each language of the catalogues, for the life of the process: a translator keeps what it has parsed. */
export class Translators {
  readonly english: Translator
  /** English first. */
  readonly languages: readonly string[]
  readonly #others: ReadonlyMap<string, Translator>

  /** @param messages the sentences of each part of the module */
  constructor(messages: readonly Messages[]) {
    const catalogues = (language: string) => messages.map((part) => part[language] ?? {})
    const english = catalogues('en')
    this.english = new Translator('en', english)
    this.languages = [...new Set(['en', ...messages.flatMap((part) => Object.keys(part))])]
    this.#others = new Map(
      this.languages
        .slice(1)
        .map((language) => [language, new Translator(language, [...catalogues(language), ...english])]),
    )
  }

  /** @returns the English one for a language without sentences */
  in(language: string): Translator {
    return this.#others.get(language) ?? this.english
  }
}
