/**
 * Writes the files that are made from the code: api.txt and openapi.json from the route declarations, the menus from the features, and the table
 * of variables in docs/configuration.md. With --check it only says whether they are fresh.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, dist, ensureBuilt, ensureInstalled, quit, root } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()

const built = (...names) => import(pathToFileURL(path.join(dist, 'src', ...names)).href)
const { apiText } = await built('web', 'api-text.js')
const { openApi } = await built('web', 'openapi', 'document.js')
const { api, statuses, routes, menus } = await built('features.js')
const { translators } = await built('runtime', 'translators.js')
const { VARIABLES } = await built('config', 'config.js')

const START = '<!-- variables -->\n'
const END = '<!-- /variables -->'

const files = [
  { name: 'api.txt', content: () => apiText(routes) },
  { name: 'openapi.json', content: () => `${JSON.stringify(openApi(api, statuses), null, 2)}\n` },
  ...Object.entries(menus).map(([menu, entries]) => ({
    name: `menu-${menu}.html`,
    content: () => menuHtml(entries),
  })),
  { name: 'docs/configuration.md', content: (now) => withVariables(now) },
]

const stale = []
for (const { name, content } of files) {
  const file = path.join(root, name)
  const now = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const wanted = content(now)
  if (now === wanted) continue
  stale.push(name)
  if (!process.argv.includes('--check')) writeFileSync(file, wanted)
}
if (process.argv.includes('--check') && stale.length > 0) {
  quit(`${stale.join(' and ')} stale: run node scripts/generate.mjs`)
}

/** A menu in the form that Dashboard reads before it starts the module. */
function menuHtml(entries) {
  const messages = translators.english
  const links = entries.map(
    ({ path, label }) =>
      `<a class="menu-link" data-module="@layeredapps/stripe-connect" href="${path}">${messages.text(label)}</a>\n`,
  )
  return links.join('')
}

/** The page with a new table between its two marks. */
function withVariables(page) {
  const [before, rest] = [page.slice(0, page.indexOf(START)), page.slice(page.indexOf(END))]
  const rows = VARIABLES.map(
    ({ name, fallback, description, example }) =>
      `| \`${name}\` | ${description} | ${fallback ? `\`${fallback}\`` : ''} | ${example ? `\`${example}\`` : ''} |`,
  )
  return `${before}${START}| variable | what it does | unless set | example |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n${rest}`
}
