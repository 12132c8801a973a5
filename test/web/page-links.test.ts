import fc from 'fast-check'
import { expect, test } from 'vitest'
import { paginationOf } from '../../src/web/page-links.ts'

const offsetIn = (address: string) => Number(new URL(address, 'http://host').searchParams.get('offset'))

test('next leads through every row once, and previous back to the first page', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 400 }), (limit, total) => {
      let page = paginationOf({ offset: 0, limit, total, path: '/list?status=paid' })
      if (total <= limit) {
        expect(page).toBeUndefined()
        return
      }
      let seen = 0
      let address: string | undefined = '/list'
      while (address) {
        const offset = offsetIn(address)
        expect(offset).toBe(seen)
        page = paginationOf({ offset, limit, total, path: '/list?status=paid' })
        expect(page?.position?.first).toBe(offset + 1)
        seen = page?.position?.last ?? 0
        address = page?.next
      }
      expect(seen).toBe(total)
      while (page?.previous)
        page = paginationOf({ offset: offsetIn(page.previous), limit, total, path: '/list?status=paid' })
      expect(page?.position?.first).toBe(1)
    }),
  )
})

test('keeps the filters of the list', () => {
  expect(paginationOf({ offset: 0, limit: 10, total: 11, path: '/list?status=paid' })?.next).toBe(
    '/list?status=paid&offset=10',
  )
})
