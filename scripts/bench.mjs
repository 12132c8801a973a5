/** `npm run bench`: every benchmark in test/benchmarks, one after the other, each printing ratios of one run. */

import { readdirSync } from 'node:fs'
import path from 'node:path'
import { bin, checkNode, ensureBuilt, ensureInstalled, node, root, run } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()

const out = path.join(root, '.cache', 'benchmarks')
run(
  bin('tsc'),
  ['--project', 'tsconfig.build.json', '--declaration', 'false', '--outDir', out, '--rootDir', '.'],
  {
    shell: process.platform === 'win32',
  },
)
for (const file of readdirSync(path.join(out, 'test', 'benchmarks')).filter((name) =>
  name.endsWith('.bench.js'),
)) {
  node([path.join(out, 'test', 'benchmarks', file), ...process.argv.slice(2)])
}
