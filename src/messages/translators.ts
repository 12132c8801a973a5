import type { Messages } from './sentences.ts'
import { Translator } from './translator.ts'

/** One translator for each language that something is said in, for as long as a process lives: each keeps what it parsed. */
export class Translators {
  readonly english: Translator
  /** English first. */
  readonly languages: readonly string[]
  readonly #others: ReadonlyMap<string, Translator>

  /** @param messages what each part of the module says */
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

  /** @returns the English one for a language that nothing is said in */
  in(language: string): Translator {
    return this.#others.get(language) ?? this.english
  }
}
