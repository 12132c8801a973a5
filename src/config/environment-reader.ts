import { parsedUrl } from '../core/parsed-url.ts'
import { VARIABLE, type VariableName } from './variables.ts'

/** One mistake in the environment. Never holds the value, which may be a secret in the wrong place. */
export interface ConfigProblem {
  /** The variable that is wrong or missing. */
  variable: string
  /** What is wrong, to be read after the variable's name. */
  problem: string
  /** A value that works. */
  example: string
}

/** Every mistake in the environment, one line each. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(
      problems
        .map(({ variable, problem, example }) => `${variable} ${problem}, e.g. ${variable}=${example}`)
        .join('\n'),
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Reads variables and collects mistakes. After a mistake it goes on with the default, so that it finds every mistake;
 * `throwProblems` then reports them all.
 */
export class EnvironmentReader {
  readonly #env: NodeJS.ProcessEnv
  readonly #problems: ConfigProblem[] = []

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  /** @returns undefined when the variable is not set, or is empty or blank */
  text(name: VariableName, { longest = 4096 } = {}): string | undefined {
    const value = this.#env[this.#source(name)]?.trim() || undefined
    if (value === undefined || value.length <= longest) return value
    this.refuse(name, `must not be longer than ${longest} characters`)
    return undefined
  }

  /** True when the variable is set under its own name, or its name in the earlier module, and not only under Dashboard's. */
  isOwn(name: VariableName): boolean {
    return this.#isSet(name) || this.#isSet(VARIABLE.get(name)?.earlier)
  }

  /** A blank value counts as not set. */
  #isSet(variable: string | undefined): variable is string {
    return variable !== undefined && Boolean(this.#env[variable]?.trim())
  }

  /**
   * The values of numbered variables, from 1 on.
   *
   * @param options.first the name of the first variable
   * @param options.ownOnly does not fall back to Dashboard's variables
   * @param options.problem what is wrong with a value; undefined when it is right
   */
  numbered(options: {
    first: VariableName
    ownOnly: boolean
    problem(value: string): string | undefined
    example: string
  }): string[] {
    const { first, ownOnly, example } = options
    const own = this.#row(first)
    const instead = VARIABLE.get(first)?.instead
    const row = own.length > 0 || ownOnly || instead === undefined ? own : this.#row(instead)
    if (row.length === 0) this.#problems.push({ variable: first, problem: 'is missing', example })
    row.forEach(([variable, value], index) => {
      const expected = variable.replace(/\d{1,2}$/, String(index + 1))
      const problem = options.problem(value)
      if (problem !== undefined) this.#problems.push({ variable, problem, example })
      if (variable !== expected && !row.some(([name]) => name === expected))
        this.#problems.push({ variable: expected, problem: `is missing, for there is ${variable}`, example })
    })
    return row.map(([, value]) => value)
  }

  /** Sorted by number. */
  #row(first: string): [variable: string, value: string][] {
    const stem = first.replace(/\d{1,2}$/, '')
    const numberOf = (variable: string) => Number(variable.slice(stem.length))
    return Object.entries(this.#env)
      .flatMap(([variable, value = '']): [string, string][] =>
        variable.startsWith(stem) && /^[1-9]\d?$/.test(variable.slice(stem.length)) && value.trim()
          ? [[variable, value.trim()]]
          : [],
      )
      .sort(([one], [other]) => numberOf(one) - numberOf(other))
  }

  integer(name: VariableName, fallback: number, { from, to }: { from: number; to: number }): number {
    const text = this.text(name)
    if (text === undefined) return fallback
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (value >= from && value <= to) return value
    this.refuse(name, `must be a whole number from ${from} to ${to}`)
    return fallback
  }

  /** Under another name than its own, any text but `false` stands for `true`: Dashboard and the earlier module take it so. */
  flag(name: VariableName): boolean {
    if (this.#isSet(name)) return this.choice(name, ['true', 'false']) === 'true'
    const text = this.text(name)
    return text !== undefined && text.toLowerCase() !== 'false'
  }

  choice<const T extends string>(name: VariableName, choices: readonly T[]): T | undefined {
    const text = this.text(name)
    const choice = choices.find((known) => known === text?.toLowerCase())
    if (text !== undefined && choice === undefined) this.refuse(name, `must be one of ${choices.join(', ')}`)
    return choice
  }

  /** An address that begins with `http://` or `https://`, without a user, a password or a query. */
  url(name: VariableName): URL | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const url = parsedUrl(text)
    if (url) {
      const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
      if (/^https?:$/.test(url.protocol) && plain) return url
    }
    this.refuse(name, 'must be an address that begins with http:// or https://, without a querystring')
    return undefined
  }

  /** @param example given when the variable's own would not help */
  refuse(name: VariableName, problem: string, example = VARIABLE.get(name)?.example ?? ''): void {
    this.#problems.push({ variable: this.#source(name), problem, example })
  }

  /** @throws ConfigError when there were mistakes */
  throwProblems(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems)
  }

  /** The name under which the variable is set; its own when it is not set at all. */
  #source(name: VariableName): string {
    const { earlier, instead } = VARIABLE.get(name) ?? {}
    return [name, earlier, instead].find((each) => this.#isSet(each)) ?? name
  }
}
