/**
 * `npm test`: installs and builds when needed, then runs the whole suite. Arguments go to vitest.
 * Services widen what is tested when their addresses are given: TEST_POSTGRESQL_URL, TEST_POSTGRESQL_REPLICA_URLS,
 * TEST_MARIADB_URL, TEST_MARIADB_REPLICA_URLS, TEST_REDIS_URL, and for TLS TEST_REDIS_TLS_URL, TEST_TLS_CA and
 * TEST_TLS_STRANGER, all of which `.ci/services` starts.
 */
import path from 'node:path'
import { checkNode, ensureBuilt, ensureInstalled, node, root } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()
node([path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)])
