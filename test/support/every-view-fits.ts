/**
 * After each test: whatever page was drawn in it was handed what its template reads, and nothing else.
 *
 * @module
 */
import { afterEach, expect } from 'vitest'
import { foundMisfits } from './view-names.ts'

afterEach(() => {
  expect(foundMisfits()).toEqual([])
})
