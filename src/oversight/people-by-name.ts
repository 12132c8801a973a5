import type { Context } from '../context/context.ts'

export interface NamedPerson {
  /** The name and the e-mail address; the id where the host knows neither. */
  name: string
  /** The page where an administrator looks after them, if the host has one. */
  path: string | undefined
}

/** People by their ids, as the host knows them. */
export async function peopleByName(
  { knownPerson }: Pick<Context, 'knownPerson'>,
  accountids: readonly string[],
): Promise<Map<string, NamedPerson>> {
  const named = new Map<string, NamedPerson>()
  for (const accountid of new Set(accountids)) {
    const known = await knownPerson?.(accountid)
    named.set(accountid, { name: known?.name ?? accountid, path: known?.path })
  }
  return named
}
