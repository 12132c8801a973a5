/** What other features may use of registration. */
export { type NamedRequirement, requirementNames } from './requirement-names.ts'
