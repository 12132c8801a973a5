import { execFile } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished, type TestContext } from 'vitest'

const execute = promisify(execFile)

interface SmallDisk {
  folder: string
  /** Fills the disk. */
  fill(): Promise<void>
  /** Makes room again. */
  clear(): Promise<void>
}

/** Mounts a small disk until the test ends. Without the right to mount, the test is skipped; in CI it fails. */
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
    // SQLite closes a file only once its statements have been garbage-collected.
    await execute('umount', ['--lazy', folder])
    await rm(folder, { recursive: true })
  })
  const filler = path.join(folder, 'filler')
  return {
    folder,
    async fill() {
      const file = await open(filler, 'a')
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
