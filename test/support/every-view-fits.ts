/**
 * After each test: every page drawn gave its template exactly what the template reads.
 *
 * @module
 */
import { afterEach, expect } from 'vitest'
import { foundMisfits } from './view-names.ts'

afterEach(() => {
  expect(foundMisfits()).toEqual([])
})
