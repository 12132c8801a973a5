/** The address of a visitor, as servers in front write it. */
import { expect, test } from 'vitest'
import { addressIn } from '../../src/web/request-facts.ts'

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:5678', '203.0.113.9'],
  ['[2001:db8::1]:80', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['fe80::1%eth0', 'fe80::1'],
])('%s is %s', (written, address) => {
  expect(addressIn(written)).toBe(address)
})

test.each(['unknown', '', '_hidden', '203.0.113.900', '1.2.3.4.5', '::ffff:', '%eth0'])(
  '%j is no address',
  (written) => {
    expect(addressIn(written)).toBeUndefined()
  },
)
