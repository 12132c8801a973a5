import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeAddress } from '../../../src/hosts/dashboard/safe-address.ts'

test.each([
  '/public/../../package.json',
  '/public/%2e%2e/..%2fmain.js',
  '/public/..\\main.js',
  '/public/%2e%2e/%2e%2e/package.json',
  '/public/.%2E/main.js',
  '/public/..;x/main.js',
  '/public/%252e%252e/main.js',
  '/public/..%252fmain.js',
  '/public%5c..%5cmain.js',
  '/public/a/..',
  '/public/./tweaks.js',
  '/shop#/../',
])('%s, which somebody may read as another path, is not safe', (address) => {
  expect(safeAddress(address)).toBeUndefined()
})

// Dashboard appends the target to the application server's address, and crashes if the result is not a URL.
test.each(['*', 'http://market.example/shop', 'HTTPS://market.example'])(
  '%s, which is no path, is not safe',
  (address) => {
    expect(safeAddress(address)).toBeUndefined()
  },
)

test('a name that cannot be decoded twice, which ends Dashboard on the way to sign-in, is not safe', () => {
  expect(safeAddress('/account?%25=1')).toBeUndefined()
})

test.each(['/administrator/%', '/administrator/connect%', '/account/%e2%28', '/account/connect/%FF'])(
  '%s, which cannot be decoded on the way to sign-in, is not safe',
  (address) => {
    expect(safeAddress(address)).toBeUndefined()
  },
)

test.each([
  '/',
  '//shop',
  '/shop/%',
  '/administrator/%41',
  '/shop?next=/../x&off=5%25&%2520=1#y',
  '/a..b/...',
  '/.well-known/x;y=..',
  '/account/connect?return-url=http://x',
])('%s passes', (address) => {
  expect(safeAddress(address)).toBe(address)
})

test('a safe address means the same file to everyone who resolves it', () => {
  const part = fc.constantFrom('.', '..', '%2e', '%2E', '%252e', '/', '\\', '%2f', '%5C', ';', 'a', 'public')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const path = `/x/${parts.join('')}`
      if (safeAddress(path) === undefined) return
      for (let read = path, times = 0; times < 3; times += 1, read = decodeURIComponent(read))
        expect(
          new URL(`http://market.example${read.replace(/;[^/]*/g, '')}`).pathname.split('/'),
        ).toHaveLength(
          read
            .replace(/;[^/]*/g, '')
            .replaceAll('\\', '/')
            .split('/').length,
        )
    }),
  )
})

test('a public file has one address, however many slashes are in it', () => {
  expect(safeAddress('/public///connect//connect.css?next=//x')).toBe('/public/connect/connect.css?next=//x')
})
