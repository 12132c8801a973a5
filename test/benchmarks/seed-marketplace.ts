/**
 * Fills a marketplace on PostgreSQL with accounts and payouts, as many as nobody could register one by one.
 *
 * @module
 */
import type pg from 'pg'

const TABLES = ['connect_stripe_accounts', 'connect_account_words', 'connect_payouts']

/** What pages read of every account; `%1$s` is its id, `%2$s` a first and `%3$s` a last name. */
const ACCOUNT = JSON.stringify({
  id: '%1$s',
  object: 'account',
  business_profile: {
    mcc: '5734',
    url: 'https://example.com',
    product_description: 'Hand-made things of wood and wool, sold at markets and online',
  },
  business_type: 'individual',
  capabilities: { transfers: 'active', card_payments: 'active' },
  charges_enabled: true,
  country: 'DE',
  created: 1_790_000_000,
  default_currency: 'eur',
  details_submitted: true,
  email: 'seller@example.com',
  external_accounts: { object: 'list', data: [] },
  individual: { id: 'person_1', object: 'person', first_name: '%2$s', last_name: '%3$s' },
  payouts_enabled: true,
  requirements: { currently_due: [], past_due: [], eventually_due: [], errors: [], pending_verification: [] },
  settings: { payouts: { schedule: { interval: 'daily', delay_days: 7 } } },
  type: 'custom',
})

const PAYOUT = JSON.stringify({
  id: '%1$s',
  object: 'payout',
  amount: 1250,
  arrival_date: 1_790_000_000,
  automatic: true,
  created: 1_790_000_000,
  currency: 'eur',
  destination: 'ba_1',
  method: 'standard',
  status: 'paid',
})

/**
 * @param from the number of accounts that there are
 * @param to the number of accounts that there will be, each with two payouts
 */
export async function seedMarketplace(
  client: pg.Client,
  appid: string,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const indexes = await dropIndexes(client)
  const made = `(
    select i, 'acct_1B' || lpad(to_hex(i), 14, '0') as id, now() - ($2 - i) * (interval '3 years' / $2) as at,
      (array['Anneke', 'Bastien', 'Callum', 'Dolores', 'Emre', 'Fatima', 'Giulia', 'Hiroshi'])[1 + i % 8] as first,
      'L' || substr(md5(i::text), 1, 7) as last
    from generate_series($1::int + 1, $2::int) as i
  ) as made`
  await client.query(
    `insert into connect_stripe_accounts (stripeid, accountid, appid, stripe_object, created_at, updated_at, status, country,
       sort_name, search_text, deadline, submitted_at, approved_at, columns_rule)
     select id, 'person_' || i, $3, format($4, id, first, last)::json, at, at,
       (array['unfinished', 'in-review', 'information-due', 'restricted', 'rejected', 'active'])[1 + least(5, i % 10)],
       (array['US', 'DE', 'FR', 'GB', 'JP', 'AU', 'CA', 'ES', 'IT', 'NL'])[1 + i / 7 % 10],
       lower(first || ' ' || last),
       lower(id || E'\\n' || first || ' ' || last || E'\\n' || first || '.' || last || '@example' || i % 100 || '.com'),
       case when i % 40 = 0 then now() + (i / 40 % 90) * interval '1 day' end, at, at, 3
     from ${made}`,
    [from, to, appid, ACCOUNT],
  )
  await client.query(
    `insert into connect_account_words (appid, stripeid, word)
     select $3, id, word from ${made},
       unnest(array[lower(id), lower(first), lower(last), 'example' || i % 100, 'com']) as word`,
    [from, to, appid],
  )
  await client.query(
    `insert into connect_payouts (payoutid, stripeid, accountid, appid, stripe_object, created_at, updated_at, status, currency,
       amount, arrives_at, open_since)
     select id, stripeid, accountid, $1, format($2, id)::json, at, at, status, currency, 1250, at,
       case when status = 'failed' and at > now() - interval '30 days' then at end
     from (
       select 'po_' || n || substr(stripeid, 6) as id, stripeid, accountid,
         now() - (('x' || substr(md5(stripeid || n), 1, 7))::bit(28)::int % 1095) * interval '1 day' as at,
         case ('x' || substr(md5(stripeid || n), 8, 4))::bit(16)::int % 100 when 0 then 'failed' when 1 then 'pending' else 'paid' end
           as status,
         (array['eur', 'usd', 'gbp', 'jpy', 'chf'])[1 + ('x' || substr(md5(stripeid), 1, 4))::bit(16)::int % 5] as currency
       from connect_stripe_accounts, generate_series(1, 2) as n
       where stripeid > 'acct_1B' || lpad(to_hex($3::int), 14, '0')
     ) as made`,
    [appid, PAYOUT, from],
  )
  for (const statement of indexes) await client.query(statement)
  for (const table of TABLES) await client.query(`vacuum analyze ${table}`)
}

/** Filling tables is several times faster without indexes and checks of other tables. @returns what makes them again */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows: constraints } = await client.query<{ table: string; name: string; made: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as made from pg_constraint
     where contype = 'f' and conrelid::regclass::text = any($1)
     union all
     select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
     where contype = 'p' and conrelid::regclass::text = 'connect_account_words'`,
    [TABLES],
  )
  for (const { table, name } of constraints)
    await client.query(`alter table ${table} drop constraint "${name}"`)
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `select indexname as name, indexdef as made from pg_indexes
     where tablename = any($1) and not exists (select 1 from pg_constraint where conname = indexname)`,
    [TABLES],
  )
  for (const { name } of indexes) await client.query(`drop index "${name}"`)
  return [
    ...indexes.map(({ made }) => made),
    ...constraints.map(({ table, name, made }) => `alter table ${table} add constraint "${name}" ${made}`),
  ]
}
