/**
 * `npm test`: installs and builds when needed, then runs the whole suite. Arguments go to vitest.
 * Services widen what is tested when their address is given: TEST_POSTGRESQL_URL.
 */
import path from 'node:path'
import { checkNode, ensureBuilt, ensureInstalled, node, root } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()
node([path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)])
