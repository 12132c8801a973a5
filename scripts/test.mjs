/**
 * `npm test`: installs and builds when needed, then runs the whole suite. Arguments go to vitest. The addresses of services
 * widen the tests: TEST_POSTGRESQL_URL, TEST_POSTGRESQL_REPLICA_URLS, TEST_MARIADB_URL, TEST_MARIADB_REPLICA_URLS,
 * TEST_REDIS_URL, and for TLS TEST_REDIS_TLS_URL, TEST_TLS_CA and TEST_TLS_STRANGER. `.ci/services` starts all of them.
 */
import path from 'node:path'
import { checkNode, ensureBuilt, ensureInstalled, node, root } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()
node([path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)])
