/**
 * Sends people back only to paths on this host, so that a link cannot lead off it.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html
 * @module
 */

/**
 * Control characters and spaces: browsers drop some of them, which can turn `/\t/host` into `//host`. Half a character cannot be
 * part of an address.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
const UNSAFE = /[\u0000-\u0020\u007f\\\p{Surrogate}]/u

/** Letters of one that is written into another address, where some take three. Proxies refuse redirects that are much longer. */
const LONGEST = 2_000

/**
 * An address as a header can have it: letters outside ASCII are written as their bytes.
 *
 * @example
 * asciiAddress('/日本?q=%20') // '/%E6%97%A5%E6%9C%AC?q=%20'
 */
export function asciiAddress(address: string): string {
  return address.replace(/[^ -~]+/gu, (letters) =>
    encodeURIComponent(letters.replace(/\p{Surrogate}/gu, '\ufffd')),
  )
}

/**
 * @returns the value when it is a path on this host and not too long for a redirect, else undefined
 * @example
 * safeReturnUrl('/shop?item=1') // '/shop?item=1'
 * safeReturnUrl('//evil.example') // undefined
 */
export function safeReturnUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('/') || value.startsWith('//')) return undefined
  if (value.length > LONGEST || UNSAFE.test(value)) return undefined
  return encodeURIComponent(value).length > LONGEST ? undefined : value
}
