import { atStripe } from './at-stripe.ts'
import { fields } from './fields.ts'
import { form } from './form.ts'
import { merchantCategories } from './merchant-categories.ts'
import { pages } from './pages.ts'
import { people } from './people.ts'
import { problems } from './problems.ts'
import { requirementErrors } from './requirement-errors.ts'

/** What sellers read. */
export const en = {
  ...pages,
  ...form,
  ...atStripe,
  ...fields,
  ...people,
  ...requirementErrors,
  ...problems,
  ...merchantCategories,
} as const

type English = typeof en

declare module '../../../messages/sentences.ts' {
  interface Sentences extends English {}
}
