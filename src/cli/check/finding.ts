import type { MessageValues } from '../../messages/translator.ts'
import type { en } from './messages/en.ts'

type WithoutPrefix<Key> = Key extends `check.${infer Code}` ? Code : never

/** What was checked and what came out, e.g. `stripe-key.refused`. */
export type FindingCode = WithoutPrefix<keyof typeof en>

/** The result of one check. A warning is worth knowing; a problem means that something does not work. */
export interface Finding {
  state: 'ok' | 'warning' | 'problem'
  code: FindingCode
  /** Values for the placeholders of the sentence. Never a secret. */
  values: MessageValues
}

export function ok(code: FindingCode, values: MessageValues = {}): Finding {
  return { state: 'ok', code, values }
}

export function warning(code: FindingCode, values: MessageValues = {}): Finding {
  return { state: 'warning', code, values }
}

export function problem(code: FindingCode, values: MessageValues = {}): Finding {
  return { state: 'problem', code, values }
}
