import { describe, expect, test } from 'vitest'
import type { UploadedFile } from '../../src/web/route.ts'
import { picture } from './answers.ts'
import { answer, codes } from './reading.ts'
import { accountWith, atTheDesk, opened } from './support.ts'

test('a document for which something else may be given is asked for whole, not for one of its sides', () => {
  const account = accountWith({
    country: 'US',
    due: ['individual.verification.document'],
    alternatives: [
      {
        original_fields_due: ['individual.verification.document'],
        alternative_fields_due: ['individual.verification.additional_document'],
      },
    ],
  })
  const [problem] = answer({}, { account, partial: false }).problems
  expect(problem?.message).not.toContain('(front)')
})

test('mistakes in both sides of a document are told together, each with its side', () => {
  const name = 'individual_verification_document'
  const files = [
    picture(`${name}_front`, 'front.png', Buffer.alloc(0)),
    picture(`${name}_back`, 'back.txt', Buffer.from('no picture')),
  ]
  const account = accountWith({ country: 'GB', due: ['individual.verification.document'] })
  const { problems } = answer({}, { account, files })
  expect(problems.map(({ field }) => field)).toEqual([`${name}_front`, `${name}_back`])
  const [step] = opened(atTheDesk(), account, { values: { [`${name}_front`]: '' }, problems }).steps
  const error = step?.groups[0]?.fields[0]?.error
  expect(error).toContain('The file for the front of')
  expect(error).toContain('must be a JPG, PNG or PDF.')
})

test.each([
  [['front'], { front: true, back: false }],
  [['back'], { front: false, back: true }],
  [['front', 'back'], { front: true, back: true }],
])('only the side that was refused is to be replaced: %s', (sides, wrongSides) => {
  const name = 'individual_verification_document'
  const files = sides.map((side) => picture(`${name}_${side}`, 'x.txt', Buffer.from('no picture')))
  const good = ['front', 'back'].filter((side) => !sides.includes(side))
  const account = accountWith({ country: 'GB', due: ['individual.verification.document'] })
  const { problems } = answer(
    {},
    { account, files: [...files, ...good.map((side) => picture(`${name}_${side}`))] },
  )
  const [step] = opened(atTheDesk(), account, { values: { [`${name}_front`]: '' }, problems }).steps
  expect(step?.groups[0]?.fields[0]?.wrongSides).toEqual(wrongSides)
})

test('documents stay a step, with nothing to do, once a submitted person is verified', () => {
  const ids = (due: string[]) =>
    opened(
      atTheDesk(),
      accountWith({ country: 'BR', due, rest: { details_submitted: due.length === 0 } }),
    ).steps.map(({ id }) => id)
  const before = ids(['individual.verification.document'])
  expect(before).toContain('document')
  expect(ids([])).toEqual(before)
})

describe('a document', () => {
  const front = 'individual_verification_document_front'
  const back = 'individual_verification_document_back'
  const upload = (...files: UploadedFile[]) => answer({}, { files })

  test('is uploaded with its front and its back', () => {
    const { uploads, problems } = upload(picture(front), picture(back))
    expect(problems).toEqual([])
    expect(uploads.map(({ param, purpose }) => [param, purpose])).toEqual([
      ['individual.verification.document.front', 'identity_document'],
      ['individual.verification.document.back', 'identity_document'],
    ])
  })

  test('needs its front, and both must be pictures', () => {
    expect(upload(picture(back)).problems.map(({ code }) => code)).toEqual([`invalid-${front}`])
    const text = picture(front, 'passport.png', Buffer.from('not a picture'))
    expect(upload(text).problems).toMatchObject([{ code: `invalid-${front}`, field: front }])
  })

  test('that is empty is refused, and an input without a file is none', () => {
    const empty = picture(front, 'passport.png', Buffer.alloc(0))
    expect(upload(empty).problems).toMatchObject([
      { code: `invalid-${front}`, message: expect.stringContaining('empty') },
    ])
    const none = picture('individual_verification_additional_document_front', '', Buffer.alloc(0))
    expect(upload(none)).toMatchObject({ uploads: [], problems: [] })
  })

  test('of which only the back was missing is completed by it', () => {
    const requirement = 'individual.verification.document'
    const account = accountWith({
      country: 'GB',
      due: [requirement],
      errors: [{ code: 'verification_document_missing_back', reason: '', requirement }],
      rest: { individual: { verification: { document: { front: 'file_1', back: null } } } },
    })
    const { uploads, problems } = answer({}, { account, files: [picture(back)] })
    expect([uploads.length, problems]).toEqual([1, []])
  })

  test('that was refused has to be uploaded again', () => {
    const account = accountWith({
      country: 'GB',
      due: ['individual.verification.document'],
      rest: { individual: { verification: { document: { front: 'file_1', back: null } } } },
    })
    expect(codes({}, { account, partial: false })).toEqual([`invalid-${front}`])
  })

  test('of several files keeps them all', () => {
    const name = 'documents_company_license_files'
    const { uploads } = answer({}, { country: 'AE', files: [picture(name), picture(name, 'second.png')] })
    expect(uploads.map(({ listed, file }) => [listed, file.name])).toEqual([
      [true, 'passport.png'],
      [true, 'second.png'],
    ])
  })
})
