/**
 * Checks the address and the cookies of a request before Dashboard and its handlers see it: some addresses lead out of a folder, crash Dashboard,
 * or make it remember one file under any number of names.
 *
 * @module
 */
import { hidesPath } from '../../web/request-facts.ts'

/** @returns the address, or undefined for one that would exploit a hole in Dashboard or crash it */
export function safeAddress(url: string): string | undefined {
  // Dashboard appends even a target that is no path to the application server's address, and crashes if the result is no URL.
  if (!url.startsWith('/')) return undefined
  const question = url.indexOf('?')
  const path = question < 0 ? url : url.slice(0, question)
  // Dashboard joins a file's path to a folder unchecked: `..` would lead out of the folder.
  if (hidesPath(path)) return undefined
  // Dashboard decodes the address of a page when it sends a guest to sign in, and crashes if that fails.
  if (/^\/(account|administrator)(\/|$)/.test(path) && !canBeDecoded(path)) return undefined
  const search = url.slice(path.length)
  // Dashboard decodes names once more when it sends a guest to sign in, and crashes if that fails.
  for (const name of new URLSearchParams(search).keys()) if (!canBeDecoded(name)) return undefined
  // Dashboard and Node keep a file for each spelling of its path.
  return path.startsWith('/public/') ? path.replace(/\/{2,}/g, '/') + search : url
}

/**
 * The cookies that Dashboard can decode, since with another one among them it takes a person for a guest.
 *
 * @param header the header `Cookie`
 */
export function decodableCookies(header: string): string {
  return header
    .split(';')
    .filter((cookie) => canBeDecoded(cookie.slice(cookie.indexOf('=') + 1)))
    .join(';')
}

function canBeDecoded(text: string): boolean {
  try {
    decodeURI(text)
    return true
  } catch {
    return false
  }
}
