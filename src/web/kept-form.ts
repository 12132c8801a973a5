/**
 * Keeps what a person typed when the database does not answer: on the form's own page if that needs no database, otherwise on a
 * page in their browser that sends it again. The server stores nothing.
 *
 * @module
 */
import type { Request } from 'express'
import type { Context } from '../context/context.ts'
import type { ConnectError } from '../core/errors.ts'
import { sift } from './for-stripe-alone.ts'
import type { HostHooks, PageContent } from './host-hooks.ts'
import { readGuestForm } from './read-body.ts'
import type { Page } from './route.ts'
import { refuseCrossSite } from './same-origin.ts'
import type { FormValues, PostedForm } from './sent.ts'
import { queryValues } from './validate.ts'

/** The posted forms of requests in progress. */
const forms = new WeakMap<Request, PostedForm>()

/** Call it after reading a form: a body can be read only once. */
export function rememberForm(request: Request, form: PostedForm): void {
  forms.set(request, form)
}

/** A page to answer with, and the token that its form carries. */
interface KeptForm {
  content: PageContent
  csrfToken: string
}

/** @returns undefined when nothing was typed or the form cannot be read */
export async function keptForm(
  page: Page,
  refusal: ConnectError,
  context: Context,
  request: Request,
  hooks: HostHooks,
): Promise<KeptForm | undefined> {
  const form = await formOf(request, context, hooks).catch(() => undefined)
  if (!form) return undefined
  const { 'csrf-token': token, ...values } = sift(form, page, context.services).posted.values
  // Without the database the caller and their token may be unknown; the token they sent may well be right.
  const csrfToken = context.caller ? await hooks.csrfToken(request) : String(token ?? '')
  if (page.audience === 'guest') {
    const visit = page.enter(context, () => queryValues(request.originalUrl))
    const shown = await visit.load({ values, problems: refusal.problems })
    return 'view' in shown ? { content: shown, csrfToken } : undefined
  }
  const kept = keptInputs(values, [...form.files, ...form.unkept], request)
  if (!kept) return undefined
  const [problem] = refusal.problems
  const data = {
    title: context.messages.text('error-page.title.503'),
    sentence: problem && context.messages.problem(problem),
    requestId: context.requestId,
    ...kept,
  }
  return { content: { view: 'kept-form', data }, csrfToken }
}

/**
 * The data of a page that keeps a form.
 *
 * @param files those that the person must choose again
 * @returns undefined when there is nothing to keep
 */
function keptInputs(values: FormValues, files: readonly { name: string }[], request: Request) {
  const inputs = Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((each) => ({ name, value: each })),
  )
  if (inputs.length === 0 && files.length === 0) return undefined
  // It is sent again in the same encoding: each has its own limits, and this body was within them.
  const multipart = Boolean(request.is('multipart/form-data'))
  return { inputs, files: files.map(({ name }) => name), multipart }
}

/** Does not read a form with files: none are taken from an unknown sender. */
async function formOf(
  request: Request,
  { services, ip }: Context,
  hooks: HostHooks,
): Promise<PostedForm | undefined> {
  const known = forms.get(request) ?? hooks.received?.(request)?.form
  if (known || !request.is('application/x-www-form-urlencoded')) return known
  refuseCrossSite(request, services.config.url)
  return readGuestForm(request, ip)
}
