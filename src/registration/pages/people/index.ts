import { createPerson } from './create-person.ts'
import { deletePerson } from './delete-person.ts'
import { editPerson } from './edit-person.ts'
import { invitation } from './invitation.ts'
import { invitePerson } from './invite-person.ts'
import { person } from './person.ts'
import { persons } from './persons.ts'
import { companyGroups } from './submit-company-group.ts'

/** The pages about a company's people. */
export const peoplePages = [
  persons,
  createPerson,
  person,
  editPerson,
  deletePerson,
  invitePerson,
  invitation,
  ...companyGroups,
]
