/**
 * Tells the forms of Dashboard itself from those of other modules and the application. Dashboard takes a text of any length, works on
 * it for long, and guests can post to many of its pages.
 *
 * @module
 */
import path from 'node:path'
import { own } from '../../core/own.ts'
import { dashboardFolder, dashboardGlobals, type SitemapEntry } from './dashboard.ts'

/** Bytes of a form of Dashboard, apart from what the operator may have set a longer limit for. */
const USUAL_FORM = 16 * 1024
/** Bytes that a letter may take in a form: three, each with its percent sign. */
const ENCODED = 9

/** What Dashboard has at the address; undefined for what is the application's. */
export function routeAt(url = ''): SitemapEntry | undefined {
  const [address = ''] = url.split('?', 1)
  const { sitemap } = dashboardGlobals
  return own(sitemap, `${address}/index`) || own(sitemap, address)
}

/** Whether a page or an API route of Dashboard itself is at the address. */
export function isOwnForm(url: string | undefined): boolean {
  const route = routeAt(url)
  const file = route?.jsFilePathFull ?? route?.htmlFilePathFull
  return file?.startsWith(dashboardFolder() + path.sep) === true
}

/** The most bytes of a body without files that the address takes. */
export function largestText(url: string | undefined): number {
  const { maximumPostDataLength } = dashboardGlobals
  return isOwnForm(url) ? Math.min(maximumPostDataLength, largestForm()) : maximumPostDataLength
}

function largestForm(): number {
  const globals = dashboardGlobals
  // A form that changes a password has three.
  const lengths = [
    globals.maximumUsernameLength,
    3 * globals.maximumPasswordLength,
    globals.maximumResetCodeLength,
    globals.maximumProfileFullNameLength,
    globals.maximumProfileDisplayNameLength,
    globals.maximumProfileCompanyNameLength,
  ]
  return lengths.reduce((sum, letters) => sum + ENCODED * (letters || 0), USUAL_FORM)
}
