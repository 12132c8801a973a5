/**
 * Reads the addresses that Dashboard takes for databases with replicas: `User Id=...;Password=...;Server=...;Database=...;Port=...`.
 *
 * @module
 */
import { isIP } from 'node:net'
import { parsedUrl } from '../core/parsed-url.ts'

/** Whether a text is such an address, and no URL. */
export function hasSemicolons(text: string): boolean {
  return text.includes('=') && !/^[a-z][a-z\d+.-]*:\/\//i.test(text)
}

/**
 * The same address as a URL.
 *
 * @param scheme of the database, e.g. `postgresql`
 * @returns undefined when it lacks a server or a database
 * @example
 * semicolonAddress('User Id=ada;Password=a/b;Server=db;Database=market;Port=5433', 'postgresql')
 * // 'postgresql://ada:a%2Fb@db:5433/market'
 */
export function semicolonAddress(text: string, scheme: string): string | undefined {
  // As in a URL, after which Dashboard takes it too.
  const at = text.search(/\?ssl-?mode=/i)
  const [pairs, query] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)]
  const said = new Map(pairs.split(';').map(named))
  const [server, database] = [said.get('server'), said.get('database')]
  if (!server || !database || /\p{Surrogate}/u.test(text)) return undefined
  const user = said.get('user id')
  const password = said.get('password')
  const port = said.get('port')
  const person = user && `${encodeURIComponent(user)}${password ? `:${encodeURIComponent(password)}` : ''}@`
  const host = isIP(server) === 6 ? `[${server}]` : encodeURIComponent(server)
  const url = `${scheme}://${person ?? ''}${host}${port ? `:${port}` : ''}/${inPath(database)}${query}`
  return parsedUrl(url) && url
}

/** The name in lower case, for Dashboard takes `User Id` and `user id`. A password may have further signs like `=`. */
function named(pair: string): [name: string, value: string] {
  const at = pair.indexOf('=')
  return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1)]
}

/** Drivers decode no more than this. */
function inPath(database: string): string {
  return encodeURI(database).replace(/[?#]/g, encodeURIComponent)
}
