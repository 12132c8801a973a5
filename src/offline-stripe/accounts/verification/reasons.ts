/**
 * The sentence that Stripe puts beside an error's code, `requirements.errors[].reason`.
 *
 * @module
 */
import { PO_BOX } from '../address-faults.ts'
import type { ErrorCode } from '../dossier.ts'

const REASONS: Partial<Record<ErrorCode, string>> = {
  information_missing: 'The information is missing.',
  invalid_address_city_state_postal_code: 'The city, state and postal code do not belong together.',
  invalid_address_highway_contract_box: 'Highway contract boxes are not accepted. Give a street address.',
  [PO_BOX]: 'PO boxes are not accepted. Give a street address.',
  invalid_business_profile_name: 'The business name is not valid.',
  invalid_business_profile_name_denylisted: 'The business name contains a word that is not allowed.',
  invalid_company_name_denylisted: 'The name of the company is not allowed.',
  invalid_signator: 'The person who signed the document may not sign for the company.',
  invalid_statement_descriptor_business_mismatch:
    'The statement descriptor does not resemble the business name.',
  invalid_statement_descriptor_denylisted: 'The statement descriptor contains a word that is not allowed.',
  invalid_statement_descriptor_prefix_denylisted:
    'The descriptor prefix contains a word that is not allowed.',
  invalid_statement_descriptor_prefix_mismatch: 'The descriptor prefix does not resemble the business name.',
  invalid_street_address: 'There is no such street or number at this place.',
  invalid_url_denylisted: 'The web address is not allowed.',
  invalid_url_web_presence_detected: 'The business has a website: give its web address.',
  invalid_url_website_business_information_mismatch:
    'The website does not match the business information given.',
  invalid_url_website_inaccessible: 'The website could not be reached.',
  invalid_url_website_inaccessible_geoblocked: 'The website could not be reached from some countries.',
  invalid_url_website_inaccessible_password_protected: 'The website is protected by a password.',
  invalid_url_website_incomplete: 'The website lacks information about the business.',
  invalid_url_website_incomplete_under_construction: 'The website is under construction.',
  invalid_url_website_other: 'The website could not be verified.',
  verification_directors_mismatch: 'The directors do not match those in the register.',
  verification_document_address_mismatch: 'The address on the document does not match the address given.',
  verification_document_address_missing: 'The document does not show an address.',
  verification_document_corrupt: 'The uploaded file is corrupt. Upload it again.',
  verification_document_country_not_supported: 'Documents from this country are not supported.',
  verification_document_dob_mismatch: 'The birth date on the document does not match the one given.',
  verification_document_duplicate_type: 'The same type of document was used twice. Upload another type.',
  verification_document_expired: 'The document has expired.',
  verification_document_failed_copy:
    'Copies of documents are not accepted. Upload a picture of the original.',
  verification_document_failed_greyscale: 'The picture must be in colour.',
  verification_document_failed_test_mode: 'A test document is needed in test mode.',
  verification_document_fraudulent: 'The document could not be accepted as genuine.',
  verification_document_id_number_mismatch: 'The number on the document does not match the one given.',
  verification_document_id_number_missing: 'The document does not show an id number.',
  verification_document_incomplete: 'Part of the document is cut off.',
  verification_document_invalid: 'The document is not of an accepted kind.',
  verification_document_issue_or_expiry_date_missing:
    'The document does not show when it was issued or expires.',
  verification_document_manipulated: 'The picture seems to have been changed.',
  verification_document_missing_back: 'The back of the document is missing.',
  verification_document_missing_front: 'The front of the document is missing.',
  verification_document_name_mismatch: 'The name on the document does not match the name given.',
  verification_document_name_missing: 'The document does not show a name.',
  verification_document_nationality_mismatch: 'The nationality on the document does not match the one given.',
  verification_document_not_readable: 'The document could not be read. Upload a sharper picture.',
  verification_document_not_signed: 'The document is not signed.',
  verification_document_not_uploaded: 'No document was uploaded.',
  verification_document_photo_mismatch: 'The photo on the document does not match.',
  verification_document_too_large: 'The file is too large.',
  verification_document_type_not_supported: 'Documents of this type are not supported.',
  verification_extraneous_directors: 'There are more directors than in the register.',
  verification_failed_address_match: 'The address could not be verified. Upload a document that shows it.',
  verification_failed_id_number_match: 'The id number does not belong to the name and birth date given.',
  verification_failed_keyed_identity:
    'The identity could not be verified. Correct the data or upload a document.',
  verification_failed_keyed_match:
    'The company could not be verified. Correct its name, number or address, or upload a document.',
  verification_failed_name_match:
    'The name of the company could not be verified. Correct it, or upload a document that shows it.',
  verification_failed_tax_id_match:
    'The tax id does not belong to the company. Correct it or the name, or upload a document that shows both.',
  verification_failed_tax_id_not_issued:
    'There is no such tax id. Correct it, or upload a document that shows it.',
  verification_missing_directors: 'The register has directors that the account does not name.',
  verification_missing_owners: 'There are owners that the account does not name.',
}

/** The sentence for a code of `requirements.errors`. */
export function reasonFor(code: ErrorCode): string {
  return REASONS[code] ?? 'The information could not be verified.'
}
