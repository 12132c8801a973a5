/**
 * Writes api.txt from the route declarations: every API route with what it takes, returns and refuses.
 * With --check it only says whether the file is fresh.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, dist, ensureBuilt, ensureInstalled, quit, root } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()

const { apiText } = await import(pathToFileURL(path.join(dist, 'src', 'api', 'api-text.js')).href)
const { routes } = await import(pathToFileURL(path.join(dist, 'src', 'routes.js')).href)

const file = path.join(root, 'api.txt')
const text = apiText(routes)
if (process.argv.includes('--check')) {
  if (!sameAs(text)) quit('api.txt is stale: run node scripts/api.mjs')
} else writeFileSync(file, text)

function sameAs(wanted) {
  try {
    return readFileSync(file, 'utf8') === wanted
  } catch {
    return false
  }
}
