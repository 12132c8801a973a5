/** `npm start`: installs and builds when needed, then runs the standalone host with everything it needs. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode, dist, ensureBuilt, ensureInstalled } from './set-up.mjs'

checkNode()
ensureInstalled()
ensureBuilt()
stopWithParent()

// In this process, so that no other process keeps the port when it is killed.
process.argv.splice(2, 0, 'start')
await import(pathToFileURL(path.join(dist, 'src', 'cli.js')).href)

/** npm passes SIGTERM only to the shell between npm and this process, and the shell ends without passing it on. */
function stopWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250).unref()
}
