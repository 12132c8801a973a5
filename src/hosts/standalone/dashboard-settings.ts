/**
 * The `dashboard` section of the package.json in the folder where the host is started.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { safeReturnUrl } from '../../core/return-url.ts'
import { StartUpError } from '../../runtime/start-up-error.ts'
import type { Brand } from './page-frame.ts'

const OWN_NAME = '@layeredapps/stripe-connect'

/** A path on the site, which the application server answers: the content policy allows no other place. */
const sitePath = z
  .string()
  .refine((value) => safeReturnUrl(value) === value, 'give a path such as /brand.css')

const schema = z.object({
  title: z.string().min(1).default('Dashboard'),
  logo: sitePath.optional(),
  stylesheet: sitePath.optional(),
  mail: z.string().min(1).optional(),
  /** Other modules of Dashboard; they need Dashboard itself. */
  modules: z.array(z.string()).default([]),
  server: z.array(z.string()).optional(),
  proxy: z.array(z.string()).optional(),
})

export interface DashboardSettings {
  brand: Brand
  /** The path of the script that sends mail. */
  mail: string | undefined
  server: readonly string[]
  proxy: readonly string[]
  /** Modules that are listed but cannot run in this host. */
  unknownModules: readonly string[]
}

/** The defaults for a folder without its own lists: all headers, and no gate. */
const DEFAULT_SERVER = ['bind-stripe-key', 'check-before-delete-stripe-account'].map(
  (name) => `${OWN_NAME}/src/server/${name}.js`,
)
const DEFAULT_PROXY = [
  'x-has-active-stripe-account',
  'x-stripe-accounts',
  'x-stripe-accounts-active',
  'x-stripe-accounts-pending',
  'x-stripe-accounts-requiring',
].map((name) => `${OWN_NAME}/src/proxy/${name}.js`)

/**
 * @throws StartUpError when the file or its section is invalid
 * @example
 * const { brand, proxy } = await readDashboardSettings(process.cwd())
 */
export async function readDashboardSettings(folder: string): Promise<DashboardSettings> {
  const file = path.join(folder, 'package.json')
  const section = schema.safeParse((await readPackage(file)).dashboard ?? {})
  if (!section.success) {
    const [issue] = section.error.issues
    throw new StartUpError(
      `${file}: dashboard${issue?.path.map((key) => `.${String(key)}`).join('')} is wrong: ${issue?.message}.`,
    )
  }
  const { title, logo, stylesheet, mail, modules, server, proxy } = section.data
  return {
    brand: { title, logo, stylesheet },
    mail,
    server: server ?? DEFAULT_SERVER,
    proxy: proxy ?? DEFAULT_PROXY,
    unknownModules: modules.filter((name) => name !== OWN_NAME),
  }
}

async function readPackage(file: string): Promise<{ dashboard?: unknown }> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new StartUpError(`${file} cannot be read: ${(error as Error).message}`)
  }
  try {
    return z.looseObject({ dashboard: z.unknown().optional() }).parse(JSON.parse(text))
  } catch {
    throw new StartUpError(`${file} is not valid JSON.`)
  }
}
