import fc from 'fast-check'
import { expect, test } from 'vitest'
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

/** Browsers differ from us in which characters they leave as they are. */
function decoded(address: string, base: string): string {
  const { pathname, search } = new URL(address, base)
  return (pathname + search).replaceAll(/%(22|27|3C|3E|60)/g, (_, code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
