/**
 * The cookies of the standalone host: for the session, for a guest's forms and for known browsers.
 *
 * @module
 */
import { parseCookie, stringifySetCookie } from 'cookie'
import { WROTE_COOKIE } from '../../web/read-your-writes.ts'

export class Cookies {
  /** Signs the person in. */
  readonly session: string
  /** Binds a guest's forms to their browser. */
  readonly form: string
  /** Says that the person has signed in with this browser before. */
  readonly device: string
  readonly #secure: boolean

  /** @param url the public address; on https the names take the prefix that other hosts of the domain cannot set */
  constructor(url: string) {
    this.#secure = url.startsWith('https:')
    const prefix = this.#secure ? '__Host-' : ''
    this.session = `${prefix}dashboard-session`
    this.form = `${prefix}dashboard-form`
    this.device = `${prefix}dashboard-device`
  }

  read(name: string, header: string | undefined): string | undefined {
    return header === undefined ? undefined : parseCookie(header)[name]
  }

  /** @param maxAge seconds; without it the cookie ends when the browser closes */
  set(name: string, value: string, maxAge?: number): string {
    return stringifySetCookie({
      name,
      value,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.#secure,
      ...(maxAge !== undefined && { maxAge }),
    })
  }

  clear(name: string): string {
    return this.set(name, '', 0)
  }

  /** All other cookies as they came, which the application server may see. */
  withoutOwn(header: string): string | undefined {
    const own = [this.session, this.form, this.device, WROTE_COOKIE]
    const others = header.split(';').filter((pair) => !own.includes(pair.split('=', 1)[0]?.trim() ?? ''))
    return others.join(';').trim() || undefined
  }
}
