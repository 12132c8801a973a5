/**
 * Measures how deep and how large JSON is, from its text. Code that works through a value calls itself for every level, fails
 * at some thousands, and takes time for every value.
 *
 * @param text JSON; for any other text the figures mean nothing
 * @returns `depth`: how many lists and objects are nested; `values`: the number of values, lists and objects included
 * @example
 * measureJson('{"a": [1, 2]}') // { depth: 2, values: 4 }
 */
export function measureJson(text: string): { depth: number; values: number } {
  let [level, depth, values] = [0, 0, 1]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === QUOTE) at = endOfText(text, at)
    else if (sign === COMMA) values += 1
    else if (sign === LIST_END || sign === OBJECT_END) level -= 1
    else if (sign === LIST || sign === OBJECT) {
      level += 1
      values += 1
      if (level > depth) depth = level
    }
  }
  return { depth, values }
}

/**
 * Whether JSON is deeper or larger than a limit. Most texts are too short to exceed it, which is quicker to see than to
 * measure.
 *
 * @example
 * exceedsJson('{"a": [1, 2]}', { depth: 1, values: 100 }) // true
 */
export function exceedsJson(text: string, most: { depth: number; values: number }): boolean {
  // A value takes at least one character.
  if (text.length <= most.values && !occursMoreThan(most.depth, text, '{', '[')) return false
  const { depth, values } = measureJson(text)
  return depth > most.depth || values > most.values
}

/** Whether a text has more than that many of these characters, counted together. */
function occursMoreThan(most: number, text: string, ...characters: string[]): boolean {
  let count = 0
  for (const character of characters)
    for (let at = text.indexOf(character); at >= 0 && count <= most; at = text.indexOf(character, at + 1))
      count += 1
  return count > most
}

/** The position of the quotation mark that closes the one at `at`: it has an even number of backslashes before it. */
function endOfText(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let first = end
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1
    if ((end - first) % 2 === 0) return end
  }
  return text.length
}

const [QUOTE, BACKSLASH, COMMA, LIST, LIST_END, OBJECT, OBJECT_END] = Buffer.from('"\\,[]{}')
