/**
 * A database server for one test, which the test can freeze or run out of disk space.
 *
 * @module
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type DatabaseServer, inDatabase, MARIADB, POSTGRESQL } from './database-servers.ts'
import { eventually } from './eventually.ts'
import { freePort } from './marketplace.ts'

const execute = promisify(execFile)

export interface OwnDatabase {
  /** The address of an empty database. */
  url: string
  /** From now on it accepts connections and does not answer. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  remove(): Promise<void>
}

/** The user that a server runs as. */
type User = Partial<Record<'uid' | 'gid', number>>

interface Kind {
  server: DatabaseServer
  user(): Promise<User>
  install(folder: string, user: User): Promise<unknown>
  start(folder: string, port: number, user: User): Promise<ChildProcess>
  /** The server's address, without a database. */
  address(port: number): string
}

const DATABASE = 'market'

const KINDS: readonly Kind[] = [
  {
    server: POSTGRESQL,
    // PostgreSQL refuses to run as root.
    user: async () => (process.getuid?.() === 0 ? idsOf('postgres') : {}),
    install: async (folder, user) =>
      execute(
        await inPostgresql('initdb'),
        [
          ...['--pgdata', folder, '--auth', 'trust', '--username', 'postgres', '--encoding', 'UTF8'],
          ...['--locale', 'C.UTF-8', '--no-sync', '--wal-segsize', '1'],
        ],
        { ...user, cwd: '/' },
      ),
    start: async (folder, port, user) =>
      spawn(
        await inPostgresql('postgres'),
        [
          ...['-D', folder, '-p', `${port}`, '-c', 'listen_addresses=127.0.0.1'],
          ...['-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'shared_buffers=16MB'],
          ...['-c', 'max_wal_size=4MB', '-c', 'min_wal_size=2MB'],
        ],
        { ...user, cwd: '/', stdio: 'ignore' },
      ),
    address: (port) => `postgres://postgres@127.0.0.1:${port}/postgres`,
  },
  {
    server: MARIADB,
    user: async () => ({}),
    install: (folder) =>
      execute('mariadb-install-db', [
        ...['--no-defaults', `--user=${userInfo().username}`, `--datadir=${folder}`],
        ...['--auth-root-authentication-method=normal', '--skip-test-db'],
      ]),
    start: async (folder, port) =>
      spawn(
        'mariadbd',
        [
          ...['--no-defaults', `--user=${userInfo().username}`, `--datadir=${folder}`, `--port=${port}`],
          ...[`--socket=${folder}.socket`, `--pid-file=${folder}.pid`, '--bind-address=127.0.0.1'],
          ...['--innodb-flush-method=nosync', '--innodb-log-file-size=4M', '--max-connections=300'],
        ],
        { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }, stdio: 'ignore' },
      ),
    address: (port) => `mysql://root@127.0.0.1:${port}/`,
  },
]

/** @param disk a folder for all its files; without it, one is made and removed */
export async function startOwnDatabase(server: DatabaseServer, disk?: string): Promise<OwnDatabase> {
  const kind = KINDS.find((each) => each.server === server)
  if (!kind) throw new Error(`no ${server.name} of one's own is known`)
  const user = await kind.user()
  const place = disk ?? (await mkdtemp(path.join(tmpdir(), 'database-')))
  await chmod(place, 0o711)
  if (user.uid !== undefined && user.gid !== undefined) await chown(place, user.uid, user.gid)
  const folder = path.join(place, 'data')
  await kind.install(folder, user)
  const port = await freePort()
  const child = await kind.start(folder, port, user)
  const address = kind.address(port)
  await eventually(() => server.ask(address, `create database ${DATABASE}`))
  const signal = async (name: NodeJS.Signals) => {
    for (const { pid } of await familyOf(child))
      try {
        process.kill(pid, name)
      } catch {
        // The process has ended in the meantime.
      }
  }
  return {
    url: inDatabase(address, DATABASE),
    async freeze() {
      await signal('SIGSTOP')
      await eventually(async () => {
        const going = (await familyOf(child)).filter(({ state }) => !['T', 'Z'].includes(state))
        if (going.length > 0) throw new Error('it goes on')
      })
    },
    thaw: () => signal('SIGCONT'),
    async remove() {
      const exited = once(child, 'exit')
      await signal('SIGKILL')
      await exited
      if (disk === undefined) await rm(place, { recursive: true, force: true })
    },
  }
}

/** The server and its child processes: PostgreSQL has one for each connection. The server comes first, since it could start more. */
async function familyOf({ pid: first = 0 }: ChildProcess): Promise<{ pid: number; state: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const all = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      // The process name comes first, and may contain anything.
      const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return { pid, state, parent: Number(parent) }
    }),
  )
  return all.filter(({ pid, parent }) => pid === first || parent === first)
}

async function idsOf(name: string): Promise<User> {
  const id = async (option: string) => Number((await execute('id', [option, name])).stdout)
  return { uid: await id('-u'), gid: await id('-g') }
}

async function inPostgresql(program: string): Promise<string> {
  const versions = await readdir('/usr/lib/postgresql')
  const newest = Math.max(...versions.map(Number).filter(Boolean))
  return `/usr/lib/postgresql/${newest}/bin/${program}`
}
