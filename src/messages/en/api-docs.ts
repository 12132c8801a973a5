/** The page of the API's reference. */
export const apiDocs = {
  'api-docs.title': 'API',
  'api-docs.menu': 'API',
  'api-docs.lead':
    'What your app and your programs can ask this module. Everything below is also in an OpenAPI file, from which tools make clients.',
  'api-docs.download': 'Download openapi.json',
  'api-docs.contents': 'Routes',
  'api-docs.calling': 'How to call it',
  'api-docs.calling.inputs':
    'Ids go into the querystring, values into the body: as a form, as a form with files, or as JSON. Answers are JSON.',
  'api-docs.calling.application':
    'Your app asks for a person with four headers: its address and its token, as this server is configured, and the two ids that came with the person’s request.',
  'api-docs.calling.browser':
    'A page of this site asks with the cookies that the browser sends. A write from another site is refused.',
  'api-docs.querystring': 'Querystring',
  'api-docs.body': 'Body',
  'api-docs.body-files': 'Body, with files',
  'api-docs.name': 'Name',
  'api-docs.meaning': 'Meaning',
  'api-docs.required': 'required',
  'api-docs.sometimes': 'not always',
  'api-docs.one-of': 'one of',
  'api-docs.list-of': 'list of',
  'api-docs.result': 'Result',
  'api-docs.other-input': 'and invalid- with the name of another input',
  'api-docs.objects': 'Objects',
  'api-docs.at-stripe': 'What is in it, at Stripe',
  'api-docs.common': 'Errors of every route',
  'api-docs.common.about':
    'Besides what its section lists, a route can be refused with these codes, where they apply: only a route with a body refuses a body.',
} as const satisfies Record<string, string>
