import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DashboardRequest, DashboardResponse } from '../../../src/hosts/dashboard/dashboard.ts'
import { refusesInput } from '../../../src/hosts/dashboard/guard-input.ts'
import { asText } from '../../../src/hosts/dashboard/guard-redirects.ts'

test('an address is the same address in the page, and cannot end the attribute that it is in', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~éカ]*$/), (text) => {
      const address = `/${text}`
      // Dashboard decodes what it puts into the page.
      const written = decodeURI(asText(address))
      expect(written).not.toMatch(/["'<>`\s]/)
      const base = 'http://market.example/'
      if (URL.canParse(address, base)) expect(decoded(written, base)).toBe(decoded(address, base))
    }),
  )
})

test.each([
  ['/日本', '/%E6%97%A5%E6%9C%AC'],
  ['/café?q=ü b', '/caf%C3%A9?q=%C3%BC%20b'],
  ['/shop?item=%20', '/shop?item=%20'],
])('after a sign-in, Dashboard is given %s as a header can have it', async (given, expected) => {
  const query = { 'return-url': given }
  const request = { route: {}, urlPath: '/account/signin', query, body: {} } as unknown as DashboardRequest
  expect(await refusesInput(request, {} as DashboardResponse)).toBe(false)
  expect(query['return-url']).toBe(expected)
})

/** Browsers differ from us in which characters they leave as they are. */
function decoded(address: string, base: string): string {
  const { pathname, search } = new URL(address, base)
  return (pathname + search).replaceAll(/%(22|27|3C|3E|60)/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
