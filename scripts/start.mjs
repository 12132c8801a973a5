/** `npm start`: installs and builds when needed, then runs the standalone host with everything it needs. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { checkNode, dist, ensureBuilt, ensureInstalled } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()

const child = spawn(process.execPath, [path.join(dist, 'src', 'cli.js'), 'start', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
// Ctrl-C reaches the child by itself; this process only has to outlive it and to pass a termination on.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
