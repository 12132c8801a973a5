/** Asks the application server before an account is deleted. Listing this file turns the check on. */

import { checkBeforeDelete } from '../application/check-before-delete.ts'
import { checkDeletions } from '../application/running.ts'

checkDeletions()

export default checkBeforeDelete
// `require()` returns this.
export { checkBeforeDelete as 'module.exports' }
