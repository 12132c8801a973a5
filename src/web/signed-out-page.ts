/**
 * Keeps what a person typed when their form came after their session had ended: on a page in their own browser, which
 * sends it once more when they have signed in. Nothing is stored here.
 *
 * @module
 */
import type { Request } from 'express'
import { ACCOUNT_PAGES } from '../core/addresses.ts'
import type { Translator } from '../messages/translator.ts'
import type { HostHooks, PageContent } from './host-hooks.ts'
import type { FormValues } from './route.ts'

/**
 * @param fileNames of files to be chosen again
 * @returns undefined when there is nothing to keep
 */
export function signedOutPage(
  { values, fileNames }: { values: FormValues; fileNames: readonly string[] },
  messages: Translator,
  request: Request,
  hooks: HostHooks,
): PageContent | undefined {
  const inputs = Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((each) => ({ name, value: each })),
  )
  if (inputs.length === 0 && fileNames.length === 0) return undefined
  return {
    view: 'signed-out',
    data: {
      title: messages.text('signed-out.title'),
      signIn: hooks.signIn(hooks.base(request) + ACCOUNT_PAGES.signedIn, request),
      inputs,
      files: fileNames,
      // Each kind of body has limits of its own, which this one kept.
      multipart: Boolean(request.is('multipart/form-data')),
    },
  }
}
