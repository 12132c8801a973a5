import { expect, test } from 'vitest'
import type { DashboardRequest, DashboardResponse } from '../../../src/hosts/dashboard/dashboard.ts'
import handler from '../../../src/hosts/dashboard/guard-requests.ts'

const arrive = (target: string) => {
  const [urlPath = '', search] = target.split('?', 2)
  const query = search === undefined ? {} : { query: Object.fromEntries(new URLSearchParams(search)) }
  const request = { url: target, urlPath, headers: {}, ...query } as unknown as DashboardRequest
  return handler.before(request, {} as DashboardResponse)
}

test.each(['/public/../../package.json', '/public/%2e%2e/..%2fmain.js', '/public/..\\main.js'])(
  '%s, which leads out of a folder of Dashboard, is no route',
  async (target) => {
    await expect(arrive(target)).rejects.toThrow('invalid-route')
  },
)

// Dashboard appends the target to the application server's address, and crashes if the result is not a URL.
test.each(['*', 'http://market.example/shop', 'HTTPS://market.example'])(
  '%s, which is no path, is no route',
  async (target) => {
    await expect(arrive(target)).rejects.toThrow('invalid-route')
  },
)

test('a name that cannot be decoded twice, which ends Dashboard on the way to sign-in, is no route', async () => {
  await expect(arrive('/account?%25=1')).rejects.toThrow('invalid-route')
})

test.each(['/', '/shop?next=/../x&off=5%25&%2520=1', '/a..b/...', '/account/connect?return-url=http://x'])(
  '%s passes',
  async (target) => {
    await expect(arrive(target)).resolves.toBeUndefined()
  },
)
