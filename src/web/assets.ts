/**
 * Where the templates and the browser's files are, both in the sources and in the build.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const beside = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** The build puts the files where Dashboard looks for a module's. */
const built = beside('../www/public/connect/')

/** The folder of the Handlebars templates. */
export const viewsDirectory = beside('../../views/')

/** The folder served at `/public/connect/`. */
export const publicDirectory = existsSync(built) ? built : beside('../../public/')

const versions = new Map<string, string>()

/**
 * A short hash of a public file: browsers cache the file for a year and still get a new one at once.
 *
 * @param name as served, e.g. `connect.css` or `icons/check.svg`
 * @throws Error when there is no such file
 */
export function assetVersion(name: string): string {
  const known = versions.get(name)
  if (known !== undefined) return known
  const file = path.join(publicDirectory, name)
  if (!existsSync(file)) throw new Error(`no public file "${name}"`)
  const version = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 10)
  versions.set(name, version)
  return version
}
