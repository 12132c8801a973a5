/** `npm run bench`: runs every benchmark in test/benchmarks, one after the other. Each compares figures of the same run. */

import { cpSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { bin, checkNode, dist, ensureBuilt, ensureInstalled, node, root, run } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()

const out = path.join(root, '.cache', 'benchmarks')
rmSync(out, { recursive: true, force: true })
run(bin('tsc'), ['--project', 'tsconfig.bench.json'], { shell: process.platform === 'win32' })
// Pages need the views and public files that the build lays beside the sources, and the API's document the version.
for (const name of ['package.json', 'views', path.join('src', 'www')])
  cpSync(path.join(dist, name), path.join(out, name), { recursive: true })
for (const file of readdirSync(path.join(out, 'test', 'benchmarks')).filter((name) =>
  name.endsWith('.bench.js'),
)) {
  node([path.join(out, 'test', 'benchmarks', file), ...process.argv.slice(2)])
}
