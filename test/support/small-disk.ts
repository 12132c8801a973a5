import { execFile } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished, type TestContext } from 'vitest'

const execute = promisify(execFile)

interface SmallDisk {
  folder: string
  /** Leaves no room on it. */
  fill(): Promise<void>
  /** Makes room again. */
  clear(): Promise<void>
}

/** Makes a disk that can be full, until the test ends. Without the right to mount one the test is skipped, except under CI. */
export async function smallDisk(megabytes: number, context: TestContext): Promise<SmallDisk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'small-disk-'))
  try {
    await execute('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', folder])
  } catch (error) {
    await rm(folder, { recursive: true })
    if (process.env.CI) throw error
    context.skip('a disk can only be mounted by root')
  }
  onTestFinished(async () => {
    // SQLite lets go of a file only when its statements have been cleared away.
    await execute('umount', ['--lazy', folder])
    await rm(folder, { recursive: true })
  })
  const filler = path.join(folder, 'filler')
  return {
    folder,
    async fill() {
      const file = await open(filler, 'w')
      try {
        for (;;) await file.write(Buffer.alloc(4_096, 'x'))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      } finally {
        await file.close()
      }
    },
    clear: () => rm(filler),
  }
}
