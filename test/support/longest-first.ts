import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take a minute or more under CI, the longest first. */
const LONGEST = [
  'hosts/dashboard/dashboard',
  'hosts/dashboard/uploads',
  'hosts/contract/dashboard',
  'browser/company',
  'browser/accessibility',
  'hosts/frozen-database',
  'runtime/take-over-crash',
  'browser/journey',
  'storage/migrations',
  'cli/start',
  'cli/cli',
  'browser/back',
  'storage/replicas',
  'registration/pages/views',
]

/** Starts the longest files first: at the end, one of them would keep a single worker busy while the others have nothing to do. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const placeOf = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`))
      return at === -1 ? LONGEST.length : at
    }
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other))
  }
}
