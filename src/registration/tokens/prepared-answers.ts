import { ConnectError, type Problem } from '../../core/errors.ts'
import type { Translator } from '../../messages/translator.ts'
import { accountQuestions } from '../account-questions.ts'
import { type Answers, type Change, readAnswers } from '../answers.ts'
import { personalCatalogue } from '../fields/catalogue.ts'
import { companyDemands, newPersonQuestions, partOf, personQuestions } from '../people/person-questions.ts'
import { readRelationship } from '../people/read-relationship.ts'
import { changedRelationshipProblems } from '../people/relationship-problems.ts'
import { inWords } from '../problems.ts'
import { askedIn, type Question, type Questionnaire } from '../questions.ts'
import type { Situation } from '../situation.ts'
import {
  inputOf,
  isOfThePerson,
  nested,
  type Place,
  placesOf,
  relativeToPerson,
  withFiles,
} from '../stripe-params.ts'
import { isForStripe } from './for-stripe.ts'
import type { Posted, Prepared } from './prepared.ts'
import type { TokenForm, TokenOrder } from './token-form.ts'

type AnswersForm = Extract<TokenForm, { about: 'account' | 'person' | 'new-person' }>

/** Answers about an account or a person, for tokens. */
export function preparedAnswers(
  form: AnswersForm,
  { test, messages }: { test: boolean; messages: Translator },
  posted: Posted,
): Prepared {
  const situation: Situation = {
    account: form.account,
    country: form.account.country ?? '',
    test,
    tokensOnly: true,
    now: new Date(),
    messages,
    known: {},
    minimum: new Set(form.about === 'account' ? form.minimum : []),
  }
  if (form.about === 'new-person') return preparedNewPerson(form, situation, posted)
  const { asked, questions } = questionsOf(form, situation)
  const answers = readAnswers(asked, questions, posted, false)
  return prepared(
    form,
    asked,
    questions,
    {
      ...answers,
      problems: [...answers.problems, ...togetherProblems(form, situation, questions, answers)],
    },
    posted,
  )
}

function questionsOf(form: Extract<AnswersForm, { about: 'account' | 'person' }>, situation: Situation) {
  if (form.about === 'account') {
    const asked = accountQuestions(situation, personalCatalogue(situation))
    const questions = askedIn(form.step, asked.questions).filter(({ definition }) => isForStripe(definition))
    return { asked, questions }
  }
  const company = { ...companyDemands(form.account), people: form.people }
  const asked = partOf(personQuestions(situation, company, form.person, form.part), form.part)
  return { asked, questions: asked.questions.filter(({ shown }) => shown) }
}

function togetherProblems(
  form: AnswersForm,
  { messages }: Situation,
  questions: readonly Question[],
  { changes }: Answers,
): Problem[] {
  if (form.about !== 'person') return []
  return changedRelationshipProblems(messages, form.person, questions, form.people, changes)
}

function prepared(
  form: AnswersForm,
  asked: Questionnaire,
  questions: readonly Question[],
  { changes, uploads, problems }: Answers,
  posted: Posted,
): Prepared {
  const places = placesOf(questions.map(({ definition }) => definition))
  const all = (ids: readonly string[]) => [...changes, ...withFiles(uploads, ids)]
  const isOnNoToken = ({ param }: Change) => param.startsWith('documents.')
  return {
    problems,
    uploads: uploads.map(({ purpose, file }) => ({
      purpose,
      file: posted.files.indexOf(file),
    })),
    orders(ids) {
      const onTokens = all(ids).filter((change) => !isOnNoToken(change))
      const ofThePerson = onTokens.filter(isOfThePerson)
      const ofTheAccount = onTokens.filter((change) => !isOfThePerson(change))
      const orders: TokenOrder[] = []
      if (ofTheAccount.length > 0)
        orders.push({ input: 'token', type: 'account', data: nested(ofTheAccount) })
      if (ofThePerson.length > 0)
        orders.push({
          input: form.about === 'account' ? 'person_token' : 'token',
          type: 'person',
          data: nested(ofThePerson.map(relativeToPerson)),
        })
      return orders
    },
    fileIds: (ids) =>
      all(ids)
        .filter(isOnNoToken)
        .flatMap(({ input, value }) =>
          (Array.isArray(value) ? value : [value]).map((id): [string, string] => [input, String(id)]),
        ),
    inputOf: ({ param }) => inputOnToken(param, places),
    problemAt(field, message) {
      const error = new ConnectError(`invalid-${field}`, { field, ...(message !== undefined && { message }) })
      return inWords(asked, error).problems[0] ?? { code: error.code, field }
    },
  }
}

function preparedNewPerson(
  form: Extract<AnswersForm, { about: 'new-person' }>,
  situation: Situation,
  { values }: Posted,
): Prepared {
  const company = { ...companyDemands(form.account), people: form.people }
  const relationship = readRelationship(situation, company, values)
  const places = placesOf(newPersonQuestions(situation, company))
  return {
    problems: Array.isArray(relationship) ? relationship : [],
    uploads: [],
    orders: () => [{ input: 'token', type: 'person', data: { relationship } }],
    fileIds: () => [],
    inputOf: ({ param }) => inputOnToken(param, places),
    problemAt: (field, message) => ({ code: `invalid-${field}`, field, ...(message && { message }) }),
  }
}

/** Stripe begins with what the token is of: `account[individual][dob][day]`, `person[email]`. */
function inputOnToken(param: string | undefined, places: readonly Place[]): string | undefined {
  const [, kind, path] = /^(account|person)\W(.*)$/.exec(param ?? '') ?? []
  if (path === undefined) return undefined
  return inputOf(path, kind === 'person' ? places.map(relativeToPerson) : places)
}
