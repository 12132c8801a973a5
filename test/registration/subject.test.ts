import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COUNTRIES, countrySpec } from '../../src/offline-stripe/countries/index.ts'
import { parseRequirement, placeOf } from '../../src/registration/subject.ts'

test.each([
  ['individual.dob.day', 'person', 'individual', 'dob.day'],
  ['representative.relationship.title', 'person', 'representative', 'relationship.title'],
  ['owners.first_name', 'person', 'owners', 'first_name'],
  ['person_1Ab.verification.document', 'person', undefined, 'verification.document'],
  ['company.directors_provided', 'person', 'directors', 'provided'],
  ['company.name', 'account', undefined, 'company.name'],
  ['individual', 'account', undefined, 'individual'],
])('%s is about the %s (%s): %s', (path, subject, role, field) => {
  expect(parseRequirement(path)).toEqual({ subject, role, field })
})

test('every requirement of every country is met somewhere, those of the people of a company apart', () => {
  for (const country of COUNTRIES) {
    const { individual, company } = countrySpec(country)?.verification_fields ?? {}
    const of = (spec: typeof individual) => [...(spec?.minimum ?? []), ...(spec?.additional ?? [])]
    expect(of(individual).map(placeOf)).not.toContain('people')
    const about = of(company).filter((path) => placeOf(path) === 'people')
    expect(about.filter((path) => path.startsWith('business_profile.'))).toEqual([])
  }
})

test('any path at all has a subject and keeps its field', () => {
  fc.assert(
    fc.property(fc.string(), (path) => {
      const { subject, field } = parseRequirement(path)
      expect(subject === 'account' ? field === path : path.endsWith(field)).toBe(true)
    }),
  )
})
