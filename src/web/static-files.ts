/**
 * Serves stylesheets, scripts and images.
 *
 * @module
 */
import express, { type RequestHandler } from 'express'

const YEAR = 365 * 24 * 60 * 60
const HOUR = 60 * 60

/** An address with a version always has the same content, so browsers need not ask again. */
export function staticFiles(directory: string): RequestHandler[] {
  const cache: RequestHandler = (request, response, next) => {
    const versioned = typeof request.query?.v === 'string'
    response.set(
      'cache-control',
      versioned ? `public, max-age=${YEAR}, immutable` : `public, max-age=${HOUR}`,
    )
    next()
  }
  const files = express.static(directory, { index: false, redirect: false, cacheControl: false })
  const missing: RequestHandler = (_request, response) => {
    response.status(404).set('cache-control', 'no-store').end()
  }
  return [cache, files, missing]
}
