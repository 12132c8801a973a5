import { explainFailure } from '../runtime/explain-failure.ts'

/** Why a command failed: one line when the person can put it right. */
export function explain(error: unknown): string {
  return isArgumentError(error) ? error.message : explainFailure(error)
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
