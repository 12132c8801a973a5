/**
 * The cookies of the standalone host: who is signed in, and what a guest's forms are bound to.
 *
 * @module
 */
import { parseCookie, stringifySetCookie } from 'cookie'

export class Cookies {
  /** Names whom the person is signed in as. */
  readonly session: string
  /** Binds a guest's forms to the browser that they were drawn in. */
  readonly form: string
  readonly #secure: boolean

  /** @param url the public address; on https the names take the prefix that other hosts of the domain cannot set */
  constructor(url: string) {
    this.#secure = url.startsWith('https:')
    const prefix = this.#secure ? '__Host-' : ''
    this.session = `${prefix}dashboard-session`
    this.form = `${prefix}dashboard-form`
  }

  read(name: string, header: string | undefined): string | undefined {
    return header === undefined ? undefined : parseCookie(header)[name]
  }

  /** @param maxAge seconds; without it the cookie goes when the browser is closed */
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

  /** Everybody else's cookies as they came: what the application server may see. */
  withoutOwn(header: string): string | undefined {
    const others = header.split(';').filter((pair) => {
      const name = pair.split('=', 1)[0]?.trim()
      return name !== this.session && name !== this.form
    })
    return others.join(';').trim() || undefined
  }
}
