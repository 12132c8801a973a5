/**
 * Reads an address, without `URL.canParse`: that of Node 20 says no to every address with a letter like `ü` once it was called
 * some thousand times.
 *
 * @returns undefined when it is none
 * @example parsedUrl('http://münchen.example')?.hostname // 'xn--mnchen-3ya.example'
 */
export function parsedUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
