/**
 * What pages with a form of questions have in common.
 *
 * @module
 */
import type { Context } from '../../context/context.ts'
import type { FieldGroup } from '../../web/form-fields.ts'
import type { Attempt, FormValues } from '../../web/route.ts'
import type { Registration } from '../registration.ts'

interface SentAgain {
  /** The version of the answers that the form is drawn with. */
  version: FormValues[string]
  hasFiles: boolean
  /** A browser does not send a file again by itself. */
  chooseFilesAgain: boolean
}

/** @param present the version of the answers as they are now */
export function sentAgain(
  groups: readonly FieldGroup[],
  present: string,
  attempt: Attempt | undefined,
): SentAgain {
  const isChanged = attempt?.problems.some(({ code }) => code === 'changed-elsewhere')
  return {
    // Keep the old version until the person has been told of a change from another tab.
    version: attempt && !isChanged ? attempt.values.version : present,
    hasFiles: groups.some(({ fields }) => fields.some(({ kind }) => kind === 'document' || kind === 'files')),
    chooseFilesAgain: attempt !== undefined,
  }
}

/** What was filled in from the other script. It counts only once the person has sent it. */
export function filledNotice(
  { messages }: Context,
  { filled }: Pick<Registration, 'filled'>,
): { notice?: string } {
  if (filled.length === 0) return {}
  return { notice: messages.text('edit.filled', { fields: messages.list(filled.map(({ noun }) => noun)) }) }
}
