/**
 * Removes what Dashboard leaves of files that are sent to it: of several with one name it takes the first, and it forgets the
 * others, and empty ones, in the temporary folder.
 *
 * @module
 */
import { rm } from 'node:fs/promises'
import { type DashboardForm, dashboardForms } from './dashboard.ts'

const tidied = new WeakSet<object>()

export function removeLeftovers(): void {
  const { prototype } = dashboardForms().Form
  if (tidied.has(prototype)) return
  tidied.add(prototype)
  const { parse } = prototype
  prototype.parse = function (this: DashboardForm, request, take) {
    const paths: string[] = []
    this.on('file', (_name, file) => paths.push(file.path))
    parse.call(this, request, async (...result) => {
      try {
        await take(...result)
      } catch {
        // Nobody listens for it: it would end Dashboard.
        request.destroy()
      }
      for (const path of paths) await rm(path, { force: true })
    })
  }
}
