import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Rows kept in a JSON file, newest first: enough for an example. Your app has a database. */
export class Rows<Row extends { readonly id: string }> {
  readonly #file: string | undefined
  #rows: readonly Row[]

  /**
   * @param file without it, the rows are kept in memory only
   * @param first the rows of a new file
   */
  constructor(file?: string, first: readonly Row[] = []) {
    this.#file = file
    this.#rows =
      file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Row[]) : first
  }

  all(): readonly Row[] {
    return this.#rows
  }

  find(id: string): Row | undefined {
    return this.#rows.find((row) => row.id === id)
  }

  add(row: Row): void {
    this.keep([row, ...this.#rows])
  }

  keep(rows: readonly Row[]): void {
    if (this.#file !== undefined) {
      writeFileSync(`${this.#file}.new`, JSON.stringify(rows, undefined, 2))
      renameSync(`${this.#file}.new`, this.#file)
    }
    this.#rows = rows
  }
}
