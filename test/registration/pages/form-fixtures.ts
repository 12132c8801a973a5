/** Fields, steps and lists as registration computes them, for tests that look at pages. */

import { placeOfStep, type Step, type StepId } from '../../../src/registration/form.ts'
import { type StepList, stepList } from '../../../src/registration/pages/step-list.ts'
import type { Field, FieldKind } from '../../../src/web/form-fields.ts'

export function field(name: string, kind: FieldKind, label: string, more: Partial<Field> = {}): Field {
  return {
    name,
    requirement: name.replaceAll('_', '.'),
    kind,
    label,
    fullLabel: label,
    hint: undefined,
    value: '',
    provided: false,
    required: true,
    isForStripe: false,
    sameAs: undefined,
    instead: undefined,
    options: [],
    autocomplete: undefined,
    inputMode: undefined,
    size: undefined,
    lang: undefined,
    accept: [],
    maxBytes: undefined,
    error: undefined,
    ...more,
  }
}

const PICTURES = { accept: ['image/jpeg', 'image/png', 'application/pdf'], maxBytes: 1_000_000 }

export const everyKind: Field[] = [
  field('first_name', 'text', 'First name', {
    hint: 'As it is on your identity document.',
    autocomplete: 'given-name',
  }),
  field('last_name_kana', 'text', 'Last name in kana', { lang: 'ja-Kana', value: 'モリカワ' }),
  field('birth', 'date', 'Date of birth', {
    autocomplete: 'bday',
    hint: 'For example 27 3 1985',
    order: ['day', 'month', 'year'],
    parts: { day: '', month: '', year: '' },
    wrongParts: { day: false, month: false, year: false },
  }),
  field('email', 'email', 'E-mail address', {
    autocomplete: 'email',
    inputMode: 'email',
    value: 'maya@example.com',
  }),
  field('phone', 'phone', 'Phone number', {
    autocomplete: 'tel',
    inputMode: 'tel',
    hint: 'With the country, for example +1 202 555 0123.',
  }),
  field('id_number', 'secret', 'Social security number', { inputMode: 'numeric', provided: true }),
  field('state', 'choice', 'State', {
    options: [
      { value: 'CA', label: 'California' },
      { value: 'NY', label: 'New York' },
    ],
    value: 'NY',
  }),
  field('mcc', 'search', 'What you sell', {
    options: [
      { value: '5970', label: 'Artist supply and craft shops' },
      { value: '5947', label: 'Gift, card, novelty and souvenir shops' },
    ],
  }),
  field('url', 'url', 'Website', { required: false, inputMode: 'url' }),
  field('description', 'multiline', 'Describe what you sell', { value: '<b>Pots & pans</b>' }),
  field('exposure', 'checkbox', 'I hold a public office, or someone close to me does', { required: false }),
  field('document', 'document', 'Identity document', {
    ...PICTURES,
    oneSided: false,
    wrongSides: { front: false, back: false },
    provided: true,
    hint: 'A passport, an identity card or a driving licence.',
  }),
  field('address', 'document', 'Proof of address', {
    ...PICTURES,
    oneSided: true,
    wrongSides: { front: false, back: false },
    required: false,
  }),
  field('papers', 'files', 'Company licence', { ...PICTURES, required: false }),
]

/** The same fields, all refused. */
export const everyKindRefused: Field[] = everyKind.map((it) => ({
  ...it,
  error: `Enter your ${it.label.toLowerCase()} as it is on your document.`,
  ...(it.kind === 'date' && {
    parts: { day: '31', month: '2', year: '1985' },
    wrongParts: { day: true, month: false, year: false },
  }),
  ...(it.kind === 'document' && { wrongSides: { front: true, back: false } }),
}))

export function step(id: StepId, title: string, more: Partial<Step> = {}): Step {
  return {
    id,
    ...placeOfStep(id, 'acct_1'),
    title,
    introduction: 'Stripe asks this to know who is paid.',
    groups: [],
    complete: false,
    attention: false,
    ...more,
  }
}

const steps: Step[] = [
  step('about-you', 'About you', { complete: true }),
  step('address', 'Home address', { complete: true }),
  step('document', 'Identity document', {
    attention: true,
    groups: [
      {
        legend: undefined,
        fields: [
          field('individual_verification_document', 'document', 'Identity document', {
            ...PICTURES,
            error: 'The picture is blurred. Take another one in good light.',
          }),
        ],
      },
    ],
  }),
  step('business', 'What you sell', {
    groups: [
      {
        legend: undefined,
        fields: [field('mcc', 'search', 'Type of business'), field('url', 'url', 'Website')],
      },
    ],
  }),
  step('bank-account', 'Bank account'),
  step('review', 'Check and submit'),
]

const companySteps: Step[] = [
  step('company', 'Your company', { complete: true }),
  step('people', 'People'),
  ...steps.filter(({ kind, id }) => kind !== 'form' || id === 'business'),
]

export function listOf(current?: StepId): StepList {
  return stepList(current === 'people' ? companySteps : steps, undefined, current)
}
