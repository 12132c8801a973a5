/** A marketplace that takes sellers of some countries only. */
import { expect, test } from 'vitest'
import { registrationApi } from '../../src/registration/api/index.ts'
import { serveApi } from './api-support.ts'
import { openDesk, signedIn } from './support.ts'

const { services } = await openDesk()
const some = { ...services, config: { ...services.config, countries: ['AT', 'DE', 'XX'] } }
const call = await serveApi(registrationApi, some)

test('sellers may choose the countries that COUNTRY names, and no other', async () => {
  const as = signedIn(some).caller.accountid
  const listed = await call('GET', 'country-specs', { as, query: { all: 'true' } })
  expect(listed.body).toMatchObject([{ countryid: 'AT' }, { countryid: 'DE' }])
  expect((await call('GET', 'country-specs-count', { as })).body).toBe(2)
  const register = (country: string) =>
    call('POST', 'create-stripe-account', {
      as,
      query: { accountid: as },
      body: { business_type: 'individual', country },
    })
  for (const country of ['US', 'XX'])
    expect(await register(country)).toMatchObject({ status: 400, body: { message: 'invalid-country' } })
  expect((await register('DE')).status).toBe(200)
})
