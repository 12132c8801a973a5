import { expect, test } from 'vitest'
import { stripeConnect } from '../../../src/hosts/express/stripe-connect.ts'

const authenticate = () => undefined

test.each([
  [undefined, 'needs options'],
  ['https://market.example', 'needs options'],
  [{}, 'authenticate is missing'],
  [{ authenticate: undefined }, 'authenticate is missing'],
  [{ authenticate: { id: 1 } }, 'authenticate must be a function'],
  [{ authenticate, layout: '<html></html>' }, 'layout must be a function'],
  [{ authenticate, signIn: '/login' }, 'signIn must be a function'],
  [{ authenticate, url: new URL('https://market.example') }, 'url must be an address such as https://'],
  [{ authenticate, url: '/payments' }, 'url must be an address such as https://'],
  [{ authenticate, checkBeforeDelete: '/orders' }, 'checkBeforeDelete must be a function'],
  [{ authenticate, title: 1 }, 'title must be a text'],
  [{ authenticate, pool: 'postgres://localhost' }, 'pool must be a pool of pg or mysql2'],
  [{ authenticate, pool: { query: () => {} } }, 'pool must be a pool of pg or mysql2'],
  [{ authenticate, pool: {} }, 'pool must be a pool of pg or mysql2'],
  [{ authenticate, log: null }, "log must be a logger like pino's, with fatal, error"],
  [{ authenticate, log: console }, "log must be a logger like pino's, with fatal, error"],
  [{ authenticate, layuot: () => '' }, 'layuot is no option: there are authenticate, signIn, '],
])('stripeConnect(%j) says what is wrong at once', (options, said) => {
  expect(() => stripeConnect(options as never)).toThrow(said)
})

test('every mistake is named at once', () => {
  const options = { authenticate: 1, layout: 2 } as never
  expect(() => stripeConnect(options)).toThrow(
    'stripeConnect(): authenticate must be a function; layout must be a function',
  )
})
