/** Lets the application server have a say before an account is deleted: listing this file turns the check on. */

import { checkBeforeDelete } from '../application/check-before-delete.ts'
import { checkDeletions } from '../application/running.ts'

checkDeletions()

export default checkBeforeDelete
// What `require()` gives.
export { checkBeforeDelete as 'module.exports' }
