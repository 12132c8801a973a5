/** Accents and other marks, and the Japanese marks in half width, which are letters until they are normalised. */
const MARK = /[\p{M}\uff9e\uff9f]/u

/** More marks than any letter has. */
const LONGEST_ROW = 30

/** Joins no letters, is not seen, and ends a row of marks. */
const GRAPHEME_JOINER = '\u034f'

/**
 * A text in one of Unicode's normal forms. A long row of marks is parted: the time to put a row in order grows with the square of
 * its length.
 *
 * @see https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format
 */
export function normalForm(text: string, form: 'NFC' | 'NFKC' | 'NFKD'): string {
  return (MARK.test(text) ? withShortRows(text) : text).normalize(form)
}

function withShortRows(text: string): string {
  let row = 0
  return Array.from(text, (letter) => {
    row = MARK.test(letter) ? row + 1 : 0
    if (row <= LONGEST_ROW) return letter
    row = 1
    return GRAPHEME_JOINER + letter
  }).join('')
}
