import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished, vi } from 'vitest'

/** Stands in for Dashboard's package for one test, with the exports of its files. */
export async function standInForDashboard(files: Record<string, object>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dashboard-'))
  const dashboard = path.join(folder, 'node_modules', '@layeredapps', 'dashboard')
  await mkdir(path.join(dashboard, 'src'), { recursive: true })
  vi.stubGlobal('applicationPath', folder)
  onTestFinished(async () => {
    vi.unstubAllGlobals()
    await rm(folder, { recursive: true })
  })
  const require = createRequire(path.join(folder, 'package.json'))
  for (const [name, exported] of Object.entries(files)) {
    const file = path.join(dashboard, name)
    await writeFile(file, '')
    Object.assign(require(file), exported)
  }
}
