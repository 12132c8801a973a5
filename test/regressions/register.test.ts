/**
 * Every fault of the earlier module that is known by a number has a test named by it. What of a fault cannot come back here:
 *
 * - 12: nothing is kept in a cache by the id alone: pages and API read the database, and headers are kept by tenant and person.
 * - 15, 16: messages are sentences in data, so there is no container or template to be missing.
 * - 28: no link presets the roles of somebody who is to be added.
 * - 29, 31: there are no templates of statuses and no navigation files to be wrong; links come from one list of addresses.
 * - 32: `PAGE_SIZE` is read in the configuration, and page links come from one place.
 * - 34: `APPLICATION_FEE`, `tokenUpdate`, `euCountries` and the file of companies' requirements, which nothing used, are gone;
 *   the tables are new, with indexes.
 */
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

test('each of the 35 faults has a test', async () => {
  const files = (await readdir('test', { recursive: true })).filter((name) => name.endsWith('.test.ts'))
  const texts = await Promise.all(files.map((name) => readFile(`test/${name}`, 'utf8')))
  const named = new Set(
    texts.flatMap((text) => [...text.matchAll(/test\('9\.1-(\d\d): /g)].map(([, number]) => number)),
  )
  const numbers = Array.from({ length: 35 }, (_, index) => String(index + 1).padStart(2, '0'))
  expect(numbers.filter((number) => !named.has(number))).toEqual([])
})
