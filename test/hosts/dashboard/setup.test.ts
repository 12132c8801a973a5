import { afterEach, expect, test, vi } from 'vitest'
import { setup } from '../../../src/hosts/dashboard/setup.ts'

afterEach(() => vi.unstubAllGlobals())

test('outside of Dashboard it says so', async () => {
  await expect(setup()).rejects.toThrow('called by Dashboard')
})

test('what keeps it from starting is said: Dashboard would say nothing', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  // A Dashboard that is not as we know it.
  vi.stubGlobal('sitemap', {})
  try {
    await setup()
    expect(String(said.mock.calls)).toContain('@layeredapps/stripe-connect could not be started')
  } finally {
    said.mockRestore()
  }
})
