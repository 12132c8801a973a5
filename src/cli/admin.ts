import { parseArgs } from 'node:util'
import { type Config, loadConfig } from '../config/config.ts'
import { environmentIn } from '../config/folder-environment.ts'
import { newSecret } from '../core/secrets.ts'
import { migrations } from '../features.ts'
import { hashPassword } from '../hosts/standalone/passwords.ts'
import { newAccountid, plainEmail } from '../hosts/standalone/people.ts'
import { makeResetLink, RESET_HOURS } from '../hosts/standalone/reset-link.ts'
import { type UserRow, userStore } from '../hosts/standalone/store/users.ts'
import { StartUpError } from '../runtime/start-up-error.ts'
import { openStorage } from '../storage/open-storage.ts'
import type { Storage } from '../storage/storage.ts'

const USAGE = `Usage:
  stripe-connect admin add <email>             makes a person of the standalone server an administrator
  stripe-connect admin reset-password <email>  makes a link with which a person sets a new password`

/**
 * Looks after people of the standalone server, from the machine that it runs on.
 *
 * @throws StartUpError for other words, and for an address that nobody has registered with
 */
export async function adminCommand(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true })
  const [action, typed = '', ...more] = positionals
  if (more.length > 0 || (action !== 'add' && action !== 'reset-password')) throw new StartUpError(USAGE)
  if (!typed.includes('@'))
    throw new StartUpError(`${JSON.stringify(typed)} is no e-mail address.\n\n${USAGE}`)
  const config = loadConfig(environmentIn(process.cwd()))
  const storage = await openStorage({ ...config.storage, replicas: [] }, { appid: config.appid, migrations })
  try {
    const lines = await (action === 'add' ? add : reset)(storage, typed, config)
    process.stdout.write(`${lines.join('\n')}\n`)
  } finally {
    await storage.close()
  }
}

async function add(storage: Storage, typed: string, config: Config): Promise<string[]> {
  const users = userStore(storage)
  const known = await users.findByEmail(typed)
  const email = plainEmail(typed)
  if (!known && email === undefined) throw new StartUpError(USAGE)
  const user = known ?? (email && (await users.insert(await newcomer(email))))
  if (!user) throw new StartUpError(`${email} has just registered. Try again.`)
  await users.setAdministrator(user.accountid, true)
  if (known) return [`${user.email} is an administrator.`]
  return [
    `Nobody had registered with ${user.email}: a new person was made, who is an administrator.`,
    ...(await invitation(storage, user, config)),
  ]
}

async function reset(storage: Storage, typed: string, config: Config): Promise<string[]> {
  const user = await userStore(storage).findByEmail(typed)
  if (!user) throw new StartUpError(`Nobody has registered with ${typed}.`)
  return invitation(storage, user, config)
}

/** Somebody who has no password yet. */
async function newcomer(email: string) {
  return {
    accountid: newAccountid(),
    email,
    fullName: email.split('@', 1)[0] ?? email,
    passwordHash: await hashPassword(newSecret()),
    createdAt: new Date(),
  }
}

async function invitation(storage: Storage, { accountid }: UserRow, { url }: Config): Promise<string[]> {
  return [
    `With this link they set a new password. It works once, for ${RESET_HOURS} hours:`,
    `  ${url}${await makeResetLink(storage, accountid, new Date())}`,
  ]
}
