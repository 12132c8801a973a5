import { expect, test, vi } from 'vitest'
import { StorageError } from '../../src/storage/storage-error.ts'
import { MARIADB, POSTGRESQL } from '../support/database-servers.ts'
import { eventually } from '../support/eventually.ts'
import { describeWhereSet } from '../support/needs.ts'
import { onServer, openPlace } from '../support/storage.ts'

/** The host name in the certificate, and a user whom the servers accept only over TLS. */
const OVER_TLS = { hostname: 'localhost', username: 'only_by_tls' }

/** The same database with another host name or user. */
function addressed(url: string, changes: Partial<URL>, search: string): string {
  return Object.assign(new URL(url), { ...changes, search }).href
}

const NEEDED = ['TEST_TLS_CA', 'TEST_TLS_STRANGER', POSTGRESQL.replicasVariable, MARIADB.replicasVariable]

describeWhereSet('TLS', NEEDED, (ca = '', stranger = '', ...followers) => {
  for (const [index, server] of [POSTGRESQL, MARIADB].entries())
    onServer(server, 'a connection', (_open, config) => {
      /** @throws the error of the connection */
      const connect = async (search: string, changes: Partial<URL> = {}): Promise<void> => {
        const { url = '', ...others } = await config()
        const address = addressed(url, { ...OVER_TLS, ...changes }, search)
        const storage = await openPlace({ ...others, url: address }, { migrate: false })
        await storage.ping().finally(() => storage.close())
      }

      const refusal = async (search: string, changes: Partial<URL> = {}): Promise<string> => {
        const error = await connect(search, { password: 'sesame', ...changes }).catch((problem) => problem)
        expect(error).toBeInstanceOf(StorageError)
        expect(error.message).toMatch(/ cannot be used: [^\n]+\.$/)
        expect(error.message).not.toContain('sesame')
        return error.message
      }

      test.each([
        'sslmode=require',
        'ssl-mode=REQUIRED',
        'sslmode=prefer',
        'uselibpqcompat=true&sslmode=no-verify',
        'ssl={"rejectUnauthorized":false}',
        'sslmode=verify-ca&sslrootcert=$CA',
        'sslmode=verify-full&sslrootcert=$CA',
        'ssl-ca=$CA',
      ])('is encrypted with %s, and nothing warns of it', async (search) => {
        const warned = vi.fn()
        process.on('warning', warned)
        await connect(search.replace('$CA', ca))
        process.off('warning', warned)
        expect(warned).not.toHaveBeenCalled()
      })

      test.each(['', 'sslmode=disable', 'ssl=false'])('is not encrypted with "%s"', async (search) => {
        expect(await refusal(search)).toMatch(/denied|no encryption; where it wants TLS, add sslmode=require/)
        await connect(search, { username: new URL((await config()).url ?? '').username })
      })

      test('is refused where the certificate is from somebody else', async () => {
        for (const search of ['ssl=true', 'sslmode=verify-ca', `sslmode=require&sslrootcert=${stranger}`])
          expect(await refusal(search)).toMatch(/certificate comes from nobody trusted here \(.+sslrootcert/)
      })

      test('is refused where the name is another one, unless the CA is all that is asked for', async () => {
        const there = { hostname: '127.0.0.1' }
        const other = /another name than 127\.0\.0\.1|only be compared with a host’s name/
        expect(await refusal(`sslmode=verify-full&sslrootcert=${ca}`, there)).toMatch(other)
        await connect(`sslmode=verify-ca&sslrootcert=${ca}`, there)
        await connect(`sslmode=require&sslrootcert=${ca}`, there)
      })

      test('is refused where the server offers none', async () => {
        const { port } = new URL(followers[index]?.split(',').at(-1) ?? '')
        expect(await refusal('sslmode=prefer', { port })).toMatch(
          /it offers no TLS, which its address asks for/,
        )
      })

      test('is refused where it asks for TLS in a way that is not known', async () => {
        expect(await refusal('sslaccept=strict')).toMatch(/sslaccept in its address is not understood/)
        expect(await refusal('sslmode=maybe')).toMatch(/sslmode must be one of/)
      })
    })

  onServer(POSTGRESQL, 'a connection over TLS', (_open, config) => {
    test('is one in the words of the server, and is what else its address says', async () => {
      const { url = '', ...others } = await config()
      const search = '?sslmode=require&application_name=mar%26ket'
      const storage = await openPlace({ ...others, url: url + search }, { migrate: false })
      await storage.ping()
      const connections = await POSTGRESQL.ask(
        url,
        `select application_name as name, ssl from pg_stat_ssl join pg_stat_activity using (pid)
          where datname = current_database() and pid <> pg_backend_pid()`,
      )
      await storage.close()
      expect(connections).toEqual([{ name: 'mar&ket', ssl: true }])
    })
  })

  onServer(POSTGRESQL, 'a replica', (_open, config) => {
    test('is read from over TLS, and left out where it offers none', async () => {
      const { url = '', ...others } = await config()
      const { pathname } = new URL(url)
      const addresses = [url, ...(followers[0]?.split(',') ?? [])]
      const [address = '', ...replicas] = addresses.map((server) =>
        addressed(server, { ...OVER_TLS, pathname }, `sslmode=verify-full&sslrootcert=${ca}`),
      )
      const storage = await openPlace({ ...others, url: address, replicas })
      const problem = expect.stringMatching(/: it offers no TLS, which its address asks for\.$/)
      await eventually(() =>
        expect(storage.replicas()).toMatchObject([{ state: 'in-use' }, { state: 'unreachable', problem }]),
      )
      await storage.close()
    })
  })
})
