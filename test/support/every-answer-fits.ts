/**
 * After each test: everything that the API answered to a browser is what `openapi.json` says.
 *
 * @module
 */
import { afterEach, expect } from 'vitest'
import { foundSurprises } from './openapi.ts'

afterEach(() => {
  expect(foundSurprises()).toEqual([])
})
