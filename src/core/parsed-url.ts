/**
 * Reads an address. Does not use `URL.canParse`, which in Node 20 refuses every address with a letter like `ü` after some
 * thousand calls.
 *
 * @returns undefined when the text is no address
 * @example parsedUrl('http://münchen.example')?.hostname // 'xn--mnchen-3ya.example'
 */
export function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
