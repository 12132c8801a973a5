/** `npm start`: installs and builds when needed, then runs the standalone host with everything it needs. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, dist, ensureBuilt, ensureInstalled } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()

// In this process, so that nothing goes on listening when it is killed.
process.argv.splice(2, 0, 'start')
await import(pathToFileURL(path.join(dist, 'src', 'cli.js')).href)
