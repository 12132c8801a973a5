/**
 * Finds accounts by what an administrator types: each part of it, as separated by spaces, stands in a name, an e-mail address or
 * the id.
 *
 * In a large marketplace a part is found where a word begins, by an index of words; anywhere in a word where PostgreSQL indexes
 * trigrams.
 *
 * @module
 */
import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type SqlBool,
  sql,
  type Transaction,
} from 'kysely'
import { containingFolded, fold } from '../../storage/columns.ts'
import { type Database, withTables } from '../../storage/database.ts'
import { MOST_COUNTED } from '../../storage/page-by-key.ts'
import type { EngineTables, OfTenant } from '../../storage/tables.ts'
import type { AccountTallies } from './account-tallies.ts'
import type { AccountTables } from './tables.ts'

interface WordsTable extends OfTenant {
  word: string
  stripeid: string
}

type WordTables = { connect_account_words: WordsTable }

const WORDS = 'connect_account_words'
const ACCOUNTS = 'connect_stripe_accounts'

/** The index of migration 016, made where the database has `pg_trgm`. */
export const TRIGRAMS = 'connect_stripe_accounts_trigrams'

/** The most accounts whose texts are looked through one by one. */
const FEW_ACCOUNTS = 10_000

const LONGEST_WORD = 64
const MOST_WORDS = 60

/** Scripts that are written without spaces between words. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+$/u

/** A part that is one word, and no longer than those that are kept. */
const WORD = /^[\p{L}\p{N}_]{1,64}$/u

/** What a trigram index can look up in every locale. */
const TRIGRAM = /[a-z0-9]{3}/

type Condition = (eb: ExpressionBuilder<AccountTables, typeof ACCOUNTS>) => Expression<SqlBool>

/** The words by which a text is found; of one without spaces each of its ends, since a word may begin anywhere in it. */
function wordsOf(folded: string): string[] {
  const words = folded.split(/[^\p{L}\p{N}_]+/u).filter(Boolean)
  const ends = words.flatMap((word) =>
    UNSPACED.test(word) ? Array.from(word, (_, at) => [...word].slice(at).join('')) : [word],
  )
  return [...new Set(ends.map(shortened))].slice(0, MOST_WORDS)
}

/** By whole characters: half of one is no text. */
function shortened(word: string): string {
  return [...word].slice(0, LONGEST_WORD).join('')
}

/**
 * Keeps the words of an account, in the transaction that changes it.
 *
 * @param was its search text before; undefined when its words may be missing or made by an older rule
 */
export async function keepWords(
  transaction: Transaction<EngineTables>,
  { appid }: Pick<Database, 'appid'>,
  { stripeid, was, is }: { stripeid: string; was: string | undefined; is: string },
): Promise<void> {
  if (was === is) return
  const db = transaction.withTables<WordTables>()
  const words = new Set(wordsOf(is))
  const before = new Set(was === undefined ? [] : wordsOf(was))
  const gone = [...before].filter((word) => !words.has(word))
  if (was === undefined || gone.length > 0)
    await db
      .deleteFrom(WORDS)
      .where('appid', '=', appid)
      .where('stripeid', '=', stripeid)
      .$if(was !== undefined, (query) => query.where('word', 'in', gone))
      .execute()
  const rows = [...words].filter((word) => !before.has(word)).map((word) => ({ appid, word, stripeid }))
  if (rows.length > 0) await db.insertInto(WORDS).values(rows).execute()
}

/** What a text finds. */
export interface FoundByText {
  /** The condition that an account is found. */
  condition: Condition
  /** The same for rows that belong to an account. */
  belongs(stripeid: Expression<string>): Expression<SqlBool>
  /** Whether more are found than are counted. */
  areMany: boolean
}

export interface AccountText {
  findByText(text: string): Promise<FoundByText>
}

export function accountText(database: Database, tallies: Pick<AccountTallies, 'numbers'>): AccountText {
  const { appid, traits, read } = withTables<AccountTables & WordTables>(database)
  let indexed: Promise<boolean> | undefined

  const hasTrigrams = async (): Promise<boolean> => {
    if (traits.dialect !== 'postgresql') return false
    const { rows } = await read((db) =>
      sql`select 1 from pg_indexes where indexname = ${TRIGRAMS} and schemaname = any(current_schemas(false))`.execute(
        db,
      ),
    )
    return rows.length > 0
  }
  const findsAnywhere = async (parts: readonly string[]): Promise<boolean> => {
    const numbers = await tallies.numbers()
    if (numbers.reduce((sum, { accounts }) => sum + accounts, 0) <= FEW_ACCOUNTS) return true
    indexed ??= hasTrigrams().catch((error: unknown) => {
      indexed = undefined
      throw error
    })
    return parts.some((part) => TRIGRAM.test(part)) && indexed
  }
  const holdAll = (eb: ExpressionBuilder<AccountTables, typeof ACCOUNTS>, parts: readonly string[]) =>
    eb.and(
      parts.map(
        (part) =>
          sql<SqlBool>`${eb.ref(`${ACCOUNTS}.search_text`)} like ${containingFolded(part)} escape '!'`,
      ),
    )
  const byText = (parts: readonly string[]) =>
    read((db) =>
      db
        .selectFrom(ACCOUNTS)
        .select('stripeid')
        .where('appid', '=', appid)
        .where((eb) => holdAll(eb, parts))
        .limit(MOST_COUNTED + 1)
        .execute(),
    )
  const byWords = (parts: readonly string[]) => {
    const [longest, ...others] = parts
      .flatMap((part) => part.split(/[^\p{L}\p{N}_]+/u))
      .filter(Boolean)
      .map(shortened)
      .toSorted((one, other) => other.length - one.length)
    if (longest === undefined) return []
    const begins = (column: 'words.word' | 'other.word', word: string) =>
      sql<SqlBool>`${sql.ref(column)} >= ${word} and ${sql.ref(column)} < ${`${word}\u{10FFFF}`}`
    // What begins like a word holds it. The account itself tells only of parts that are more than a word.
    const longer = parts.filter((part) => !WORD.test(part))
    return read((db) =>
      db
        .selectFrom(`${WORDS} as words`)
        .select('words.stripeid')
        .where('words.appid', '=', appid)
        .where(begins('words.word', longest))
        .where((eb) =>
          eb.and(
            others.map((word) =>
              eb.exists(
                eb
                  .selectFrom(`${WORDS} as other`)
                  .select('other.word')
                  .where('other.appid', '=', appid)
                  .whereRef('other.stripeid', '=', 'words.stripeid')
                  .where(begins('other.word', word)),
              ),
            ),
          ),
        )
        .$if(longer.length > 0, (query) =>
          query.where((eb) =>
            eb.exists(
              eb
                .selectFrom(ACCOUNTS)
                .select(`${ACCOUNTS}.stripeid`)
                .whereRef(`${ACCOUNTS}.stripeid`, '=', 'words.stripeid')
                .where((eb) =>
                  holdAll(eb as unknown as ExpressionBuilder<AccountTables, typeof ACCOUNTS>, longer),
                ),
            ),
          ),
        )
        .limit(MOST_COUNTED + 1)
        .execute(),
    )
  }

  const partsOf = (text: string) => fold(text).split(/\s+/u).filter(Boolean)
  const idsByText = async (text: string) => {
    const parts = partsOf(text)
    // Of accents alone nothing is left to search for.
    if (parts.length === 0) return []
    const found = (await findsAnywhere(parts)) ? await byText(parts) : await byWords(parts)
    return found.map(({ stripeid }) => stripeid)
  }
  return {
    async findByText(text) {
      const found = await idsByText(text)
      if (found.length <= MOST_COUNTED) {
        const ids = [...new Set(found)]
        const belongs = (stripeid: Expression<string>) =>
          ids.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`${stripeid} in (${sql.join(ids)})`
        return { condition: (eb) => belongs(eb.ref('stripeid')), belongs, areMany: false }
      }
      const parts = partsOf(text)
      // So many that the next few in the list's order are near. PostgreSQL would gather them all by its index first.
      const condition: Condition =
        traits.dialect === 'postgresql'
          ? (eb) => eb.and(parts.map((part) => sql<SqlBool>`strpos(${eb.ref('search_text')}, ${part}) > 0`))
          : (eb) => holdAll(eb, parts)
      const belongs = (stripeid: Expression<string>) => {
        const eb = expressionBuilder<AccountTables, typeof ACCOUNTS>()
        return sql<SqlBool>`exists (
          select 1 from ${sql.table(ACCOUNTS)}
          where ${sql.ref(`${ACCOUNTS}.stripeid`)} = ${stripeid} and ${holdAll(eb, parts)}
        )`
      }
      return { condition, belongs, areMany: true }
    },
  }
}
