/**
 * What only a server in front may say of a request: where it comes from, how it got here, whom somebody signed in. Whoever
 * says it to this host is a visitor, and an application server would take it for ours.
 *
 * @module
 */
import { dashed } from '../../../application/header-names.ts'

/** What one product sets that signs people in, guards or carries requests, or runs apps: every name that begins so. */
const PRODUCTS = [
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
  'incap-',
  'iv-',
  'mellon-',
  'oidc-',
  'osso-',
  'saml-',
  'shib-',
  'sm-',
  'surrogate-',
  'tailscale-',
  'teleport-',
  'wl-proxy-',
  'x-accel-',
  'x-akamai-',
  'x-amz-cf-',
  'x-amzn-',
  'x-anonymous-consumer',
  'x-apigateway-',
  'x-appengine-',
  'x-arr-',
  'x-astro-',
  'x-auth-request-',
  'x-authelia-',
  'x-authenticated-',
  'x-authentik-',
  'x-azure-',
  'x-bunny-',
  'x-cdn-',
  'x-cloudfront-',
  'x-consumer-',
  'x-credential-',
  'x-endpoint-api-',
  'x-envoy-',
  'x-goog-authenticated-',
  'x-goog-iap-',
  'x-incap-',
  'x-invoke-',
  'x-kong-',
  'x-matched-path',
  'x-middleware-',
  'x-ms-',
  'x-nf-',
  'x-now-',
  'x-nuxt-',
  'x-pomerium-',
  'x-react-router-',
  'x-sendfile-type',
  'x-sucuri-',
  'x-vercel-',
  'x-vouch-',
  'x-waws-',
  'x-webauth-',
]

/** Who somebody is, said without a proof. */
const PERSON = [
  /(^|-)(user|username|userid|userinfo|remoteuser)$/,
  /(^|-)user-(id|uid|uuid|dn|info|name|email|mail|groups?|roles?|claims?|principal)$/,
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
  /^(x-)?https$|^front-end-https$/,
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
  /^x-(original|rewrite|replaced)-/,
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
  'cf-webhook-auth',
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
