import type { Stripe } from 'stripe'

type Code = Stripe.Account.Requirements.Error.Code

/** Without the plain string that stands in the SDK for values that are still to come. */
type Known<T> = T extends string ? (Record<never, never> extends Record<T, unknown> ? never : T) : never

/** Stripe gives these, although its SDK does not list them. @see https://docs.stripe.com/changelog */
type Unlisted = 'invalid_address_po_boxes_disallowed'

/**
 * What a person should do about what Stripe found wrong, by the code in `requirements.errors`. Complete for the SDK's
 * version; a code that is newer is told in Stripe's own words.
 *
 * @see https://docs.stripe.com/api/accounts/object#account_object-requirements-errors-code
 */
export const requirementErrors = {
  'requirement-error.external_request': 'Stripe was asked to look into this. Check it and enter it again.',
  'requirement-error.information_missing': 'Something is missing here. Complete it.',
  'requirement-error.invalid_address_city_state_postal_code':
    'City, state and postal code do not belong together. Check them.',
  'requirement-error.invalid_address_cmra_address':
    'This is the address of a mail agency. Enter the street address where you live or work.',
  'requirement-error.invalid_address_highway_contract_box':
    'This is a highway contract box. Enter a street address.',
  'requirement-error.invalid_address_po_boxes_disallowed':
    'This is a PO box. Enter the street address where you live or work.',
  'requirement-error.invalid_address_private_mailbox': 'This is a mailbox. Enter a street address.',
  'requirement-error.invalid_address_registered_agent_address':
    'This is the address of a registered agent. Enter the address where the business is run.',
  'requirement-error.invalid_business_profile_name':
    'Stripe could not accept this business name. Enter the one that your customers know.',
  'requirement-error.invalid_business_profile_name_denylisted':
    'This business name cannot be used. Enter another.',
  'requirement-error.invalid_company_name_denylisted': 'This company name cannot be used. Enter another.',
  'requirement-error.invalid_dob_age_over_maximum': 'This date of birth is too long ago. Check the year.',
  'requirement-error.invalid_dob_age_under_18': 'You must be at least 18 years old. Check the date.',
  'requirement-error.invalid_dob_age_under_minimum':
    'You are too young for an account in your country. Check the date.',
  'requirement-error.invalid_product_description_length':
    'This is too short or too long. Write at least 10 characters on what you sell.',
  'requirement-error.invalid_product_description_url_match':
    'This repeats the web address. Describe what you sell instead.',
  'requirement-error.invalid_representative_country':
    'The representative must have an address in the country of the account.',
  'requirement-error.invalid_signator':
    'The document must be signed by somebody who may sign for the company.',
  'requirement-error.invalid_statement_descriptor_business_mismatch':
    'This does not resemble the name of your business, of its site or of you. Choose one that does.',
  'requirement-error.invalid_statement_descriptor_denylisted':
    'This cannot stand on a statement, for it is too general or belongs to somebody else. Choose another.',
  'requirement-error.invalid_statement_descriptor_length': 'Enter 5 to 22 characters.',
  'requirement-error.invalid_statement_descriptor_prefix_denylisted':
    'This short name is too general or belongs to somebody else. Choose another.',
  'requirement-error.invalid_statement_descriptor_prefix_mismatch':
    'This short name does not resemble the name of your business, of its site or of you. Choose one that does.',
  'requirement-error.invalid_street_address': 'There is no such street or number. Check the street address.',
  'requirement-error.invalid_tax_id': 'This tax number is not valid. Check it.',
  'requirement-error.invalid_tax_id_format': 'This does not have the form of a tax number. Check it.',
  'requirement-error.invalid_tos_acceptance': "Agree to Stripe's terms again.",
  'requirement-error.invalid_url_denylisted': 'This site cannot be used. Enter that of your business.',
  'requirement-error.invalid_url_format': 'Enter a web address such as https://example.com.',
  'requirement-error.invalid_url_length': 'This web address is too long. Enter a shorter one.',
  'requirement-error.invalid_url_web_presence_detected':
    'Stripe found that you sell on the web. Enter the address of your site instead of a description.',
  'requirement-error.invalid_url_website_business_information_mismatch':
    'Your site shows another business than the one you entered. Correct the site or what you entered.',
  'requirement-error.invalid_url_website_empty': 'Your site has no content yet. Add some and enter it again.',
  'requirement-error.invalid_url_website_inaccessible':
    'Stripe could not open your site. Make sure that everybody can and enter it again.',
  'requirement-error.invalid_url_website_inaccessible_geoblocked':
    'Your site cannot be opened from every country. Open it to all and enter it again.',
  'requirement-error.invalid_url_website_inaccessible_password_protected':
    'Your site asks for a password. Open it to everybody and enter it again.',
  'requirement-error.invalid_url_website_incomplete':
    'Your site lacks information. It must show what you sell and how to reach you.',
  'requirement-error.invalid_url_website_incomplete_cancellation_policy':
    'Your site does not say how to cancel. Add it.',
  'requirement-error.invalid_url_website_incomplete_customer_service_details':
    'Your site does not say how customers can reach you. Add it.',
  'requirement-error.invalid_url_website_incomplete_legal_restrictions':
    'Your site does not say what the law restricts about what you sell. Add it.',
  'requirement-error.invalid_url_website_incomplete_refund_policy':
    'Your site does not say when you give refunds. Add it.',
  'requirement-error.invalid_url_website_incomplete_return_policy':
    'Your site does not say how things are returned. Add it.',
  'requirement-error.invalid_url_website_incomplete_terms_and_conditions':
    'Your site has no terms and conditions. Add them.',
  'requirement-error.invalid_url_website_incomplete_under_construction':
    'Your site is under construction. Finish it and enter it again.',
  'requirement-error.invalid_url_website_other':
    'Stripe could not accept your site. Check it or enter another.',
  'requirement-error.invalid_value_other': 'Stripe could not accept this. Check it.',
  'requirement-error.unsupported_business_type': 'Stripe does not support this kind of business here.',

  'requirement-error.verification_directors_mismatch':
    'The directors are not those in the register. Correct them.',
  'requirement-error.verification_document_address_mismatch':
    'The document shows another address than the one you entered. Correct the address or upload another document.',
  'requirement-error.verification_document_address_missing':
    'The document does not show your address. Upload one that does.',
  'requirement-error.verification_document_corrupt': 'The file could not be opened. Upload it again.',
  'requirement-error.verification_document_country_not_supported':
    'Documents of this country cannot be taken. Upload another.',
  'requirement-error.verification_document_directors_mismatch':
    'The document names other directors than those you entered. Correct them or upload another document.',
  'requirement-error.verification_document_dob_mismatch':
    'The document shows another date of birth than the one you entered. Correct it or upload another document.',
  'requirement-error.verification_document_duplicate_type':
    'You uploaded the same document twice. Upload a different one.',
  'requirement-error.verification_document_expired': 'The document has expired. Upload a valid one.',
  'requirement-error.verification_document_failed_copy':
    'This is a picture of a copy. Take one of the document itself.',
  'requirement-error.verification_document_failed_greyscale':
    'This picture is in black and white. Take one in colour.',
  'requirement-error.verification_document_failed_other':
    'The document could not be verified. Upload another.',
  'requirement-error.verification_document_failed_test_mode':
    "In test mode only Stripe's test pictures are accepted. Upload one of them.",
  'requirement-error.verification_document_fraudulent': 'The document could not be accepted. Upload another.',
  'requirement-error.verification_document_id_number_mismatch':
    'The document shows another number than the one you entered. Correct it or upload another document.',
  'requirement-error.verification_document_id_number_missing':
    'The document does not show your number. Upload one that does.',
  'requirement-error.verification_document_incomplete':
    'The picture does not show the whole document. Take it again with all four corners.',
  'requirement-error.verification_document_invalid':
    'This is not a document that can be accepted. Upload a passport, a driving licence or an identity card.',
  'requirement-error.verification_document_issue_or_expiry_date_missing':
    'The document does not show when it was issued or when it expires. Upload one that does.',
  'requirement-error.verification_document_manipulated':
    'The picture seems to have been changed. Upload one as it was taken.',
  'requirement-error.verification_document_missing_back': 'The back is missing. Upload it too.',
  'requirement-error.verification_document_missing_front': 'The front is missing. Upload it too.',
  'requirement-error.verification_document_name_mismatch':
    'The document shows another name than the one you entered. Correct the name or upload another document.',
  'requirement-error.verification_document_name_missing':
    'The document does not show your name. Upload one that does.',
  'requirement-error.verification_document_nationality_mismatch':
    'The document shows another nationality than the one you entered. Correct it or upload another document.',
  'requirement-error.verification_document_not_readable':
    'The picture cannot be read. Take a sharp one in good light.',
  'requirement-error.verification_document_not_signed':
    'The document is not signed. Sign it and upload it again.',
  'requirement-error.verification_document_not_uploaded': 'The file did not arrive. Upload it again.',
  'requirement-error.verification_document_photo_mismatch':
    'The photograph in the document does not match. Upload your own document.',
  'requirement-error.verification_document_too_large': 'The file is too large. Upload one of at most 10 MB.',
  'requirement-error.verification_document_type_not_supported':
    'This kind of document cannot be accepted. Upload a passport, a driving licence or an identity card.',
  'requirement-error.verification_extraneous_directors':
    'There are directors who are not in the register. Remove them.',
  'requirement-error.verification_failed_address_match':
    'Stripe could not verify the address. Check it, or upload a document that shows it.',
  'requirement-error.verification_failed_authorizer_authority':
    'Stripe could not verify that this person may act for the company. Upload a proof.',
  'requirement-error.verification_failed_business_iec_number':
    'The import and export code could not be verified. Check it.',
  'requirement-error.verification_failed_document_match':
    'The document does not match what you entered. Check both.',
  'requirement-error.verification_failed_id_number_match':
    'The number does not match your name and date of birth. Check all three, or upload an identity document.',
  'requirement-error.verification_failed_keyed_identity':
    'Stripe could not verify you by what you entered. Check it, or upload an identity document.',
  'requirement-error.verification_failed_keyed_match':
    'Stripe could not verify what you entered. Check it, or upload a document.',
  'requirement-error.verification_failed_name_match': 'The name could not be verified. Check it.',
  'requirement-error.verification_failed_other': 'Stripe could not verify this. Check it.',
  'requirement-error.verification_failed_representative_authority':
    'Stripe could not verify that the representative may act for the company. Upload a proof.',
  'requirement-error.verification_failed_residential_address':
    'Stripe could not verify that you live at this address. Check it, or upload a document that shows it.',
  'requirement-error.verification_failed_tax_id_match':
    'The tax number does not belong to this business. Check the number and the name.',
  'requirement-error.verification_failed_tax_id_not_issued': 'This tax number has not been issued. Check it.',
  'requirement-error.verification_legal_entity_structure_mismatch':
    'The legal form is not that in the register. Correct it.',
  'requirement-error.verification_missing_directors':
    'There are directors in the register who are missing here. Add them.',
  'requirement-error.verification_missing_executives': 'An executive is missing. Add one.',
  'requirement-error.verification_missing_owners': 'Owners are missing. Add everybody who owns 25% or more.',
  'requirement-error.verification_rejected_ownership_exemption_reason':
    'The reason for naming no owners was not accepted. Add the owners.',
  'requirement-error.verification_requires_additional_memorandum_of_associations':
    'Upload the memorandum of association as well.',
  'requirement-error.verification_requires_additional_proof_of_registration':
    'Upload another proof of registration.',
  'requirement-error.verification_supportability':
    'Stripe must know more about your business before it can support it. Describe it in more detail.',
} as const satisfies Record<`requirement-error.${Known<Code> | Unlisted}`, string>
