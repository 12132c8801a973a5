import type { Stripe } from 'stripe'

type Code = Stripe.Account.Requirements.Error.Code

/** Without the plain string that stands in the SDK for values that are still to come. */
type Known<T> = T extends string ? (Record<never, never> extends Record<T, unknown> ? never : T) : never

/**
 * What a person should do about what Stripe found wrong, by the code in `requirements.errors`. Complete for the SDK's
 * version; a code that is newer is told in Stripe's own words.
 *
 * @see https://docs.stripe.com/api/accounts/object#account_object-requirements-errors-code
 */
export const requirementErrors = {
  'requirement-error.external_request':
    'Stripe was asked to look into this. Please check it and enter it again.',
  'requirement-error.information_missing': 'Something is missing here. Please complete it.',
  'requirement-error.invalid_address_city_state_postal_code':
    'City, state and postal code do not belong together. Please check them.',
  'requirement-error.invalid_address_cmra_address':
    'This is the address of a mail agency. Please enter the street address where you live or work.',
  'requirement-error.invalid_address_highway_contract_box':
    'This is a highway contract box. Please enter a street address.',
  'requirement-error.invalid_address_private_mailbox': 'This is a mailbox. Please enter a street address.',
  'requirement-error.invalid_address_registered_agent_address':
    'This is the address of a registered agent. Please enter the address where the business is run.',
  'requirement-error.invalid_business_profile_name':
    'Stripe could not accept this business name. Please enter the one that your customers know.',
  'requirement-error.invalid_business_profile_name_denylisted':
    'This business name cannot be used. Please enter another.',
  'requirement-error.invalid_company_name_denylisted':
    'This company name cannot be used. Please enter another.',
  'requirement-error.invalid_dob_age_over_maximum':
    'This date of birth is too long ago. Please check the year.',
  'requirement-error.invalid_dob_age_under_18': 'You must be at least 18 years old. Please check the date.',
  'requirement-error.invalid_dob_age_under_minimum':
    'You are too young for an account in your country. Please check the date.',
  'requirement-error.invalid_product_description_length':
    'This is too short or too long. Please write at least 10 characters on what you sell.',
  'requirement-error.invalid_product_description_url_match':
    'This repeats the web address. Please describe what you sell instead.',
  'requirement-error.invalid_representative_country':
    'The representative must have an address in the country of the account.',
  'requirement-error.invalid_signator':
    'The document must be signed by somebody who may sign for the company.',
  'requirement-error.invalid_statement_descriptor_business_mismatch':
    'This does not resemble the name of your business, of its site or of you. Please choose one that does.',
  'requirement-error.invalid_statement_descriptor_denylisted':
    'This cannot stand on a statement, for it is too general or belongs to somebody else. Please choose another.',
  'requirement-error.invalid_statement_descriptor_length': 'Please enter 5 to 22 characters.',
  'requirement-error.invalid_statement_descriptor_prefix_denylisted':
    'This short name is too general or belongs to somebody else. Please choose another.',
  'requirement-error.invalid_statement_descriptor_prefix_mismatch':
    'This short name does not resemble the name of your business, of its site or of you. Please choose one that does.',
  'requirement-error.invalid_street_address':
    'There is no such street or number. Please check the street address.',
  'requirement-error.invalid_tax_id': 'This tax number is not valid. Please check it.',
  'requirement-error.invalid_tax_id_format': 'This does not have the form of a tax number. Please check it.',
  'requirement-error.invalid_tos_acceptance': "Please agree to Stripe's terms again.",
  'requirement-error.invalid_url_denylisted': 'This site cannot be used. Please enter that of your business.',
  'requirement-error.invalid_url_format': 'Please enter a web address such as https://example.com.',
  'requirement-error.invalid_url_length': 'This web address is too long. Please enter a shorter one.',
  'requirement-error.invalid_url_web_presence_detected':
    'Stripe found that you sell on the web. Please enter the address of your site instead of a description.',
  'requirement-error.invalid_url_website_business_information_mismatch':
    'Your site shows another business than the one you entered. Please correct the site or what you entered.',
  'requirement-error.invalid_url_website_empty':
    'Your site has no content yet. Please add some and enter it again.',
  'requirement-error.invalid_url_website_inaccessible':
    'Stripe could not open your site. Please make sure that everybody can and enter it again.',
  'requirement-error.invalid_url_website_inaccessible_geoblocked':
    'Your site cannot be opened from every country. Please open it to all and enter it again.',
  'requirement-error.invalid_url_website_inaccessible_password_protected':
    'Your site asks for a password. Please open it to everybody and enter it again.',
  'requirement-error.invalid_url_website_incomplete':
    'Your site lacks information. It must show what you sell and how to reach you.',
  'requirement-error.invalid_url_website_incomplete_cancellation_policy':
    'Your site does not say how to cancel. Please add it.',
  'requirement-error.invalid_url_website_incomplete_customer_service_details':
    'Your site does not say how customers can reach you. Please add it.',
  'requirement-error.invalid_url_website_incomplete_legal_restrictions':
    'Your site does not say what the law restricts about what you sell. Please add it.',
  'requirement-error.invalid_url_website_incomplete_refund_policy':
    'Your site does not say when you give refunds. Please add it.',
  'requirement-error.invalid_url_website_incomplete_return_policy':
    'Your site does not say how things are returned. Please add it.',
  'requirement-error.invalid_url_website_incomplete_terms_and_conditions':
    'Your site has no terms and conditions. Please add them.',
  'requirement-error.invalid_url_website_incomplete_under_construction':
    'Your site is under construction. Please finish it and enter it again.',
  'requirement-error.invalid_url_website_other':
    'Stripe could not accept your site. Please check it or enter another.',
  'requirement-error.invalid_value_other': 'Stripe could not accept this. Please check it.',
  'requirement-error.unsupported_business_type': 'Stripe does not support this kind of business here.',

  'requirement-error.verification_directors_mismatch':
    'The directors are not those in the register. Please correct them.',
  'requirement-error.verification_document_address_mismatch':
    'The document shows another address than the one you entered. Please correct the address or upload another document.',
  'requirement-error.verification_document_address_missing':
    'The document does not show your address. Please upload one that does.',
  'requirement-error.verification_document_corrupt': 'The file could not be opened. Please upload it again.',
  'requirement-error.verification_document_country_not_supported':
    'Documents of this country cannot be taken. Please upload another.',
  'requirement-error.verification_document_directors_mismatch':
    'The document names other directors than those you entered. Please correct them or upload another document.',
  'requirement-error.verification_document_dob_mismatch':
    'The document shows another date of birth than the one you entered. Please correct it or upload another document.',
  'requirement-error.verification_document_duplicate_type':
    'You uploaded the same document twice. Please upload a different one.',
  'requirement-error.verification_document_expired': 'The document has expired. Please upload a valid one.',
  'requirement-error.verification_document_failed_copy':
    'This is a picture of a copy. Please take one of the document itself.',
  'requirement-error.verification_document_failed_greyscale':
    'This picture is in black and white. Please take one in colour.',
  'requirement-error.verification_document_failed_other':
    'The document could not be verified. Please upload another.',
  'requirement-error.verification_document_failed_test_mode':
    "In test mode only Stripe's test pictures are accepted. Please upload one of them.",
  'requirement-error.verification_document_fraudulent':
    'The document could not be accepted. Please upload another.',
  'requirement-error.verification_document_id_number_mismatch':
    'The document shows another number than the one you entered. Please correct it or upload another document.',
  'requirement-error.verification_document_id_number_missing':
    'The document does not show your number. Please upload one that does.',
  'requirement-error.verification_document_incomplete':
    'The picture does not show the whole document. Please take it again with all four corners.',
  'requirement-error.verification_document_invalid':
    'This is not a document that can be accepted. Please upload a passport, a driving licence or an identity card.',
  'requirement-error.verification_document_issue_or_expiry_date_missing':
    'The document does not show when it was issued or when it expires. Please upload one that does.',
  'requirement-error.verification_document_manipulated':
    'The picture seems to have been changed. Please upload one as it was taken.',
  'requirement-error.verification_document_missing_back': 'The back is missing. Please upload it too.',
  'requirement-error.verification_document_missing_front': 'The front is missing. Please upload it too.',
  'requirement-error.verification_document_name_mismatch':
    'The document shows another name than the one you entered. Please correct the name or upload another document.',
  'requirement-error.verification_document_name_missing':
    'The document does not show your name. Please upload one that does.',
  'requirement-error.verification_document_nationality_mismatch':
    'The document shows another nationality than the one you entered. Please correct it or upload another document.',
  'requirement-error.verification_document_not_readable':
    'The picture cannot be read. Please take a sharp one in good light.',
  'requirement-error.verification_document_not_signed':
    'The document is not signed. Please sign it and upload it again.',
  'requirement-error.verification_document_not_uploaded': 'The file did not arrive. Please upload it again.',
  'requirement-error.verification_document_photo_mismatch':
    'The photograph in the document does not match. Please upload your own document.',
  'requirement-error.verification_document_too_large':
    'The file is too large. Please upload one of at most 10 MB.',
  'requirement-error.verification_document_type_not_supported':
    'This kind of document cannot be accepted. Please upload a passport, a driving licence or an identity card.',
  'requirement-error.verification_extraneous_directors':
    'There are directors who are not in the register. Please remove them.',
  'requirement-error.verification_failed_address_match':
    'Stripe could not verify the address. Please check it, or upload a document that shows it.',
  'requirement-error.verification_failed_authorizer_authority':
    'Stripe could not verify that this person may act for the company. Please upload a proof.',
  'requirement-error.verification_failed_business_iec_number':
    'The import and export code could not be verified. Please check it.',
  'requirement-error.verification_failed_document_match':
    'The document does not match what you entered. Please check both.',
  'requirement-error.verification_failed_id_number_match':
    'The number does not match your name and date of birth. Please check all three, or upload an identity document.',
  'requirement-error.verification_failed_keyed_identity':
    'Stripe could not verify you by what you entered. Please check it, or upload an identity document.',
  'requirement-error.verification_failed_keyed_match':
    'Stripe could not verify what you entered. Please check it, or upload a document.',
  'requirement-error.verification_failed_name_match': 'The name could not be verified. Please check it.',
  'requirement-error.verification_failed_other': 'Stripe could not verify this. Please check it.',
  'requirement-error.verification_failed_representative_authority':
    'Stripe could not verify that the representative may act for the company. Please upload a proof.',
  'requirement-error.verification_failed_residential_address':
    'Stripe could not verify that you live at this address. Please check it, or upload a document that shows it.',
  'requirement-error.verification_failed_tax_id_match':
    'The tax number does not belong to this business. Please check the number and the name.',
  'requirement-error.verification_failed_tax_id_not_issued':
    'This tax number has not been issued. Please check it.',
  'requirement-error.verification_legal_entity_structure_mismatch':
    'The legal form is not that in the register. Please correct it.',
  'requirement-error.verification_missing_directors':
    'There are directors in the register who are missing here. Please add them.',
  'requirement-error.verification_missing_executives': 'An executive is missing. Please add one.',
  'requirement-error.verification_missing_owners':
    'Owners are missing. Please add everybody who owns 25% or more.',
  'requirement-error.verification_rejected_ownership_exemption_reason':
    'The reason for naming no owners was not accepted. Please add the owners.',
  'requirement-error.verification_requires_additional_memorandum_of_associations':
    'Please upload the memorandum of association as well.',
  'requirement-error.verification_requires_additional_proof_of_registration':
    'Please upload another proof of registration.',
  'requirement-error.verification_supportability':
    'Stripe must know more about your business before it can support it. Please describe it in more detail.',
} as const satisfies Record<`requirement-error.${Known<Code>}`, string>
