/** What other features and hosts may use of registration. */
export { countriesByName } from './countries/countries-by-name.ts'
export { isVisible, parseName } from './fields/parse.ts'
export { merchantCategories } from './merchant-categories.ts'
export { type NamedRequirement, requirementNames } from './requirement-names.ts'
