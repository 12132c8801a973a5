/**
 * Turns what a column holds into what a row says, the same on every database.
 *
 * @module
 */

export function asDate(value: Date | string): Date {
  return typeof value === 'string' ? new Date(value) : value
}

export function asOptionalDate(value: Date | string | null): Date | undefined {
  return value === null ? undefined : asDate(value)
}

/** @param seconds Unix seconds, as Stripe writes times */
export function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000)
}

/**
 * Text without regard to case, accents and width, so that a search finds the same on every database:
 * `fold('Straße') === fold('STRASSE')`.
 */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      // Upper case first, since it is what makes ß and ss equal; a sigma's lower case depends on its place in the word.
      .toUpperCase()
      .toLowerCase()
      .replaceAll('ς', 'σ')
  )
}

/** A pattern for `like ... escape '!'` that finds the text anywhere, with nothing in it read as a wildcard. */
export function containing(text: string): string {
  return `%${fold(text).replace(/[!%_]/g, '!$&')}%`
}
