/**
 * What only a server in front may say of a request: where it comes from, how it got here, whom somebody signed in. Whoever
 * says it to this host is a visitor, and an application server would take it for ours.
 *
 * @module
 */
import { dashed } from '../../../application/header-names.ts'

/** What one product sets that signs people in, guards or carries requests, or runs apps: every name that begins so. */
const PRODUCTS = [
  'ajp-',
  'akamai-',
  'ali-',
  'cdn-',
  'cf-',
  'cloudfront-',
  'do-connecting-',
  'eo-',
  'fastly-',
  'fly-',
  'gap-auth',
  // What follows it, a gateway hands on without it.
  'grpc-metadata-x-',
  'incap-',
  'iv-',
  'l5d-',
  'lambda-runtime-',
  'mellon-',
  'oidc-',
  'osso-',
  'rstudio-connect-',
  'saml-',
  'shib-',
  'shiny-server-',
  'sm-',
  'surrogate-',
  'tailscale-',
  'teleport-',
  'was-default-',
  'wl-proxy-',
  'x-accel-',
  'x-akamai-',
  'x-amz-cf-',
  'x-amz-request-context',
  'x-amzn-',
  'x-anonymous-consumer',
  'x-apigateway-',
  'x-appengine-',
  'x-appservice-',
  'x-arr-',
  'x-astro-',
  'x-auth-request-',
  'x-authelia-',
  'x-authenticated-',
  'x-authentik-',
  'x-azure-',
  'x-bunny-',
  'x-cdn-',
  'x-claims-',
  'x-clerk-auth-',
  'x-cloudfront-',
  'x-consumer-',
  'x-credential-',
  'x-endpoint-api-',
  'x-envoy-',
  'x-goog-authenticated-',
  'x-goog-iap-',
  'x-incap-',
  'x-ingress-',
  'x-invoke-',
  'x-kong-',
  'x-kratos-',
  'x-lambda-',
  'x-matched-path',
  'x-middleware-',
  'x-ms-client-principal',
  'x-ms-token-',
  'x-nextjs-rewritten-',
  'x-nf-',
  'x-now-',
  'x-nuxt-',
  'x-pomerium-',
  'x-proxy-',
  'x-react-router-',
  'x-sandstorm-',
  'x-sendfile-type',
  'x-spiffe-',
  'x-sucuri-',
  'x-vercel-',
  'x-vouch-',
  'x-waws-',
  'x-webauth-',
  'x-workos-',
]

/** Who somebody is, said without a proof. */
const PERSON = [
  /^(x-)?((auth|authenticated|current|logged-in|proxy|remote|ssl-client|sso|token)-)?(user|username|userid|userinfo)$/,
  /^(x-)?((auth|authenticated|current|logged-in|proxy|remote|sso|token)-)?user-(id|uid|uuid|dn|info|name|email|mail|groups?|roles?|claims?|principal)$/,
  /^(ob|sm|sso|remote)user$/,
  /^x-(jwt|token|access-token|id-token)-(assertion|claims|payload)$/,
  /^(x-)?(auth|token|jwt|sso|idp)-(sub|subject|dn|name|email|mail|groups?|roles?|claims?|principal)(-|$)/,
  /^x-(email|groups|roles|principal|subject|userprincipalname)$/,
  /^(auth-type|eppn|affiliation|entitlement|persistent-id)$/,
]

/** Which certificate somebody showed, and that the connection is an encrypted one. */
const CERTIFICATE = [
  /(^|-)(ssl|mtls)(-|$)/,
  /(^|-)client-?cert/,
  /^x-tls-/,
  /^(x-)?client-(dn|verify|verified|subject|issuer|serial|fingerprint|[si]-dn)(-|$)/,
  /^(x-)?(https|cert)$|^front-end-https$/,
]

/** The person's address, and how the request came here. */
const ADDRESS = [
  /(^|-)(client|proxied|real|remote|socket|source|src|user)?ip(v[46])?$/,
  /(^|-)(client|real|remote)-(addr|address|port)$/,
  /(^|-)(forward|proxied)(-|$)|(^|-)forwarded/,
  /^x-real-/,
  /^(x-)?remote-/,
]

/** What was asked for, before a server in front wrote something else; programs in CGI have it in variables. */
const ROUTE = [
  /^x-(original|rewrite|replaced)-(for|forwarded|host|method|path|proto|query|remote|ur[il])(-|$)/,
  /^x-sub-uri$/,
  /^x-(host|scheme|url-scheme)$/,
  /(^|-)(host|path|port|proto|protocol|scheme|uri|url)-override$/,
  /^(x-)?(path-info|path-translated|request-ur[il]|script-name|script-filename|server-name|server-port|document-root)$/,
]

/** How a server in front works: programs that read variables take `Proxy` for HTTP_PROXY. */
const SETTING = [/^proxy$/, /^x-request-id$/, /^x-application-server/]

const RULES = [...PERSON, ...CERTIFICATE, ...ADDRESS, ...ROUTE, ...SETTING]

/** What visitors send themselves, or may say as well as anybody, though it looks like one of those. */
const NO_CLAIMS = new Set([
  'cdn-loop',
  // Proofs, and answers of people's own.
  'cf-access-client-id',
  'cf-access-client-secret',
  'cf-turnstile-response',
  'cf-webhook-auth',
  'x-vercel-protection-bypass',
  'x-vercel-signature',
  // Next.js asks its server with it for what a link leads to.
  'x-middleware-prefetch',
  'x-amzn-trace-id',
])

/** True for a header that is dropped when a visitor sends it, however they spell it. */
export function isClaim(name: string): boolean {
  // As a variable's name sent back for a header: HTTP_X_REAL_IP.
  const normal = dashed(name).replace(/^(http-)+(?=.)/, '')
  const matches =
    PRODUCTS.some((prefix) => normal.startsWith(prefix)) || RULES.some((rule) => rule.test(normal))
  return matches && !NO_CLAIMS.has(normal)
}
