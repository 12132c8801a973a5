/**
 * Headers that only a server in front may set: where a request comes from, how it got here, who is signed in. Here they come from
 * a visitor, and an application server would take them for ours.
 *
 * @module
 */
import { dashed } from '../../../application/header-names.ts'

/** Prefixes of the headers set by products that sign people in, guard or route requests, or run apps. `x-` may stand before each. */
const PRODUCTS = [
  // The plug-in of WebSphere begins names with `$WS`.
  '-ws',
  'ajp-',
  'akamai-',
  'ali-',
  'cas-',
  'cdn-',
  'cf-',
  'cloudfront-',
  'dapr-caller-',
  'disguised-host',
  'do-connecting-',
  'eo-',
  'fastly-',
  'fly-',
  'gap-auth',
  // A gateway passes these on without the prefix.
  'grpc-metadata-x-',
  'impersonate-',
  'incap-',
  'iv-',
  'l5d-',
  'lambda-runtime-',
  'mashape-',
  'mellon-',
  'ms-aspnetcore-',
  'ngrok-auth-',
  'oam-',
  'oidc-',
  'openid-',
  'osso-',
  'rapidapi-user',
  'rstudio-connect-',
  'saml-',
  'sf-context-',
  'shib-',
  'shiny-server-',
  'sm-',
  'surrogate-',
  'tailscale-',
  'teleport-',
  'was-default-',
  'wsgi-',
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
  'x-auth-couchdb-',
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
  'x-cloudscheduler',
  'x-cloudtasks-',
  'x-consumer-',
  'x-credential-',
  'x-endpoint-api-',
  'x-envoy-',
  'x-goog-authenticated-',
  'x-goog-iap-',
  'x-grafana-user',
  'x-iisnode-',
  'x-incap-',
  'x-ingress-',
  'x-invoke-',
  'x-kong-',
  'x-kratos-',
  'x-lambda-',
  'x-matched-path',
  'x-middleware-',
  'x-ms-client-principal',
  'x-ms-original-url',
  'x-ms-token-',
  'x-nextjs-rewritten-',
  'x-nf-',
  'x-now-',
  'x-nuxt-',
  'x-pomerium-',
  'x-proxy-',
  'x-react-router-',
  'x-replit-user-',
  'x-rh-',
  'x-rstudio-',
  'x-sandstorm-',
  'x-sendfile-type',
  'x-spiffe-',
  'x-sucuri-',
  'x-trusted-',
  'x-tyk-',
  'x-vercel-',
  'x-vouch-',
  'x-waws-',
  'x-webobjects-',
  'x-webauth-',
  'x-workos-',
  'x-wso2-',
]

/** The person's identity, without proof. */
const PERSON = [
  /^(x-)?((auth|authenticated|current|logged-in|logon|proxy|proxy-remote|remote|ssl-client|sso|token)-)?(user|username|userid|userinfo)$/,
  /^(x-)?((auth|authenticated|current|logged-in|proxy|remote|sso|token)-)?user-(id|uid|uuid|dn|info|name|email|mail|groups?|roles?|claims?|principal)$/,
  /^(ob|sm|sso|remote)user$/,
  /^x-(jwt|token|access-token|id-token)-(assertion|claims|payload)$/,
  /^(x-)?(auth|token|jwt|sso|idp)-(sub|subject|dn|name|email|mail|groups?|roles?|claims?|principal)(-|$)/,
  /^x-(email|groups|roles|principal|subject|userprincipalname)$/,
  // Attributes of a directory, under the names that Shibboleth gives them.
  /^(auth-type|eppn|affiliation|entitlement|persistent-id|mail|cn|displayname|givenname|surname)$/,
]

/** The client's certificate, and whether the connection is encrypted. */
const CERTIFICATE = [
  /(^|-)(ssl|mtls)(-|$)/,
  /(^|-)client-?cert/,
  /^x-tls(-|$)/,
  /^(x-)?((issuer|subject|cert|peer)-)?dn(-|$)/,
  /^(x-)?(cert|peer|verified)-(cert|client|cn|dn|issuer|serial|subject|fingerprint|verify)(-|$)/,
  /^(x-)?client-(dn|verify|verified|subject|issuer|serial|fingerprint|[si]-dn)(-|$)/,
  /^(x-)?(https|cert)$|^front-end-https$/,
]

/** The person's address, and how the request came here. */
const ADDRESS = [
  /(^|-)(client|proxied|real|remote|socket|source|src|user)?ip(v[46])?$/,
  /(^|-)(client|peer|real|remote|source)-?(addr|address|port)$/,
  /^(x-)?ip-?addr(ess)?$/,
  /^(x-)?(cluster|true)-client$|^x-client-(cn|host|port|proto|protocol|scheme)$/,
  /(^|-)(forward|forwarder|fowarded|proxied)(-|$)|(^|-)forwarded/,
  /^x-?real-?(ip$|-)/,
  /^(x-)?remote-/,
]

/** The original target, before a server in front rewrote it; CGI programs get it in variables. */
const ROUTE = [
  /^x-(original|rewrite|replaced)-(for|forwarded|host|method|path|proto|query|remote|request|scheme|ur[il])(-|$)/,
  /^x-sub-uri$/,
  /^host$|^x-(host|host-name|port|proto|protocol|scheme|server|server-addr|url-scheme)$/,
  /^(x-)?(backend|gateway|http|orig|origin|originating|proxy)-host$|^x-(base|external|public)-ur[il]$/,
  /(^|-)(host|path|port|proto|protocol|scheme|uri|url)-override$|^x-override-(host|path|port|proto|protocol|scheme|uri|url)$/,
  /^(x-)?(path-info|path-translated|request-ur[il]|script-name|script-filename|server-name|server-port|document-root)$/,
]

/** Settings of a server in front: CGI programs take `Proxy` for HTTP_PROXY. */
const SETTING = [/^proxy$/, /^x-request-id$/, /^x-application-server/]

const RULES = [...PERSON, ...CERTIFICATE, ...ADDRESS, ...ROUTE, ...SETTING]

/** Headers that visitors may send, although they match a rule above. */
const NO_CLAIMS = new Set([
  'cdn-loop',
  // Proofs, and people's own answers.
  'cf-access-client-id',
  'cf-access-client-secret',
  'cf-turnstile-response',
  'cf-webhook-auth',
  'x-vercel-protection-bypass',
  'x-vercel-signature',
  // Next.js sends it to prefetch the page behind a link.
  'x-middleware-prefetch',
  'x-amzn-trace-id',
])

/** True for a header that is dropped when a visitor sends it, however they spell it. */
export function isClaim(name: string): boolean {
  const normal = dashed(name)
  const bare = normal.replace(/^x-/, '')
  const matches =
    PRODUCTS.some((prefix) => normal.startsWith(prefix) || bare.startsWith(prefix)) ||
    RULES.some((rule) => rule.test(normal))
  return matches && !NO_CLAIMS.has(normal)
}
