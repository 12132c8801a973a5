import type { Flag, OfTenant, Time } from '../../../storage/tables.ts'

export interface UsersTable extends OfTenant {
  accountid: string
  email: string
  /** The address in lower case, unique within the tenant. */
  email_key: string
  full_name: string
  password_hash: string
  administrator: Flag
  created_at: Time
}

/** A session belongs to its person's tenant. */
interface SessionsTable {
  sessionid: string
  accountid: string
  token_hash: string
  csrf_token: string
  created_at: Time
  expires_at: Time
}

export type UserTables = {
  connect_users: UsersTable
  connect_sessions: SessionsTable
}
