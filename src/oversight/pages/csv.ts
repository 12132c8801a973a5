/**
 * Lists as files for spreadsheets and accounting.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4180
 * @module
 */
import { stringify } from 'csv-stringify/sync'

/** Rows that are read at a time. */
export const AT_ONCE = 500

/** Excel on Windows takes a file that does not begin with it for one in the country's old encoding. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * @param pageAfter the rows behind the row with that id, and the id of the last when there are more
 * @returns the file in parts, a page at a time
 */
export async function* csvFile(
  columns: readonly string[],
  pageAfter: (
    after: string | undefined,
  ) => Promise<{ rows: readonly (readonly unknown[])[]; next: string | undefined }>,
): AsyncIterable<string> {
  let head: readonly (readonly unknown[])[] = [columns]
  let mark = BYTE_ORDER_MARK
  let after: string | undefined
  do {
    const { rows, next } = await pageAfter(after)
    yield mark + stringify([...head, ...rows] as unknown[][], { record_delimiter: 'windows' })
    head = []
    mark = ''
    after = next
  } while (after !== undefined)
}

/**
 * A text as a spreadsheet shows it. It would compute what begins with one of these signs, and in many countries begins a new cell
 * at a semicolon: such a cell gets an apostrophe.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function plain(text: unknown): unknown {
  return typeof text === 'string'
    ? text.replace(/(^|[;\t\r\n])( *[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1'$2")
    : text
}
