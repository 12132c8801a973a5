/**
 * Keeps out of logs: keys, tokens, id numbers, bank numbers, contents of documents, birth dates, names and contact details.
 * Finds them by the name of their field at any depth, and keys and passwords also by their shape inside a sentence.
 *
 * @module
 */
const BLANK = '[redacted]'

/** Deeper than anything that we log on purpose. */
const DEEPEST = 10

/**
 * Words of field names in snake case, so that `individual_dob_day`, `passwordHash` and `x-application-server-token` are caught
 * too.
 */
const SENSITIVE = new RegExp(
  `(?:^|_)(?:${[
    'api_?key|key|secret|token|password|passphrase|authorization|cookie|signature|csrf',
    'id_number|ssn|tax_id|vat_id|registration_number|personal_id|political_exposure',
    'account_number|routing_number|iban|bic|sort_code|bsb|clabe|last4|fingerprint|card',
    'dob|birth|document|bytes|front|back',
    'phone|email|address|line1|line2|postal_code|first_name|last_name|maiden_name|full_name',
    'tos_acceptance',
  ].join('|')})(?:_|$)`,
)

/** Secrets by their shape: Stripe's keys and signing secrets, and the user and password in an address. */
const SECRETS: readonly [RegExp, string][] = [
  [/\b(?:[erspu]k_(?:test|live)|whsec)_[\w*]+/g, BLANK],
  [/:\/\/[^\s/@"\\]+@/g, `://${BLANK}@`],
]

/** @returns a copy of the fields, with everything sensitive blanked and errors reduced to what helps */
export function redacted(fields: object): Record<string, unknown> {
  const seen = new WeakSet<object>()
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, clean(name, value, 1, seen)]),
  )
}

/** @param line a whole line, just before it is written */
export function withoutSecrets(line: string): string {
  return SECRETS.reduce((text, [secret, instead]) => text.replaceAll(secret, instead), line)
}

/** Gives an error that is logged without a message one that does not quote Stripe. */
export function withoutStripeMessage<T extends unknown[]>(args: T): T {
  const [error, ...rest] = args
  if (!(error instanceof Error) || rest.length > 0 || !quotes(error)) return args
  return [error, describe(error)] as unknown as T
}

function clean(name: string, value: unknown, depth: number, seen: WeakSet<object>): unknown {
  if (isSensitive(name) && value !== undefined && value !== null && typeof value !== 'boolean') return BLANK
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return value
  if (value instanceof URL) return `${value.origin}${value.pathname}`
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (depth > DEEPEST || seen.has(value)) return '[left out]'
  seen.add(value)
  if (value instanceof Error) return errorFields(value, depth, seen)
  if (Array.isArray(value)) return value.map((item) => clean('', item, depth + 1, seen))
  return Object.fromEntries(
    Object.entries(value).map(([inner, item]) => [inner, clean(inner, item, depth + 1, seen)]),
  )
}

function isSensitive(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/\W+/g, '_')
  return SENSITIVE.test(words.toLowerCase())
}

/** The fields of an error that are logged; everything else (raw answers, headers, parameters, rows) may hold a person's data. */
const ERROR_FIELDS = [
  'code',
  'status',
  'statusCode',
  'param',
  'field',
  'requestId',
  'syscall',
  'table',
  'constraint',
]

function errorFields(error: Error, depth: number, seen: WeakSet<object>): Record<string, unknown> {
  const fields = Object.fromEntries(
    ERROR_FIELDS.flatMap((name) => {
      const value = (error as unknown as Record<string, unknown>)[name]
      return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : []
    }),
  )
  // Stripe's connection errors keep their cause in `detail`.
  const cause = 'detail' in error && error.detail instanceof Error ? error.detail : error.cause
  return {
    type: error.name,
    message: quotes(error) ? describe(error) : error.message,
    ...fields,
    stack: stackOf(error),
    ...(cause !== undefined && { cause: clean('', cause, depth + 1, seen) }),
  }
}

/** Whether an error's message may be Stripe's, which repeats what a person typed. */
function quotes(error: Error): boolean {
  // All errors of the Stripe client have this property. Only `stripe/` knows their classes.
  if ('rawType' in error) return true
  return error.cause instanceof Error && error.cause !== error && quotes(error.cause)
}

function describe(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return code ? `${error.name} (${code})` : error.name
}

/** The stack without the message at its beginning. */
function stackOf(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
}
