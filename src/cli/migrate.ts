import { parseArgs } from 'node:util'
import { loadConfig } from '../config/config.ts'
import { environmentIn } from '../config/folder-environment.ts'
import { migrations } from '../features.ts'
import { openStorage } from '../storage/open-storage.ts'

/** Brings the tables up to date and says what it did. */
export async function migrateCommand(args: string[]): Promise<void> {
  parseArgs({ args, options: {} })
  const { appid, storage: config } = loadConfig(environmentIn(process.cwd()))
  const applied: string[] = []
  const storage = await openStorage(
    // Replicas get the tables from the primary.
    { ...config, replicas: [] },
    { appid, migrations, onMigration: (name) => applied.push(name) },
  )
  const { description } = storage
  await storage.close()
  const lines = applied.length > 0 ? applied.map((name) => `ran ${name}`) : ['up to date']
  process.stdout.write([`${description}:`, ...lines.map((line) => `  ${line}`), ''].join('\n'))
}
