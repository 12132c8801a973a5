/** Headers that only a server in front may set are dropped when a visitor sends them: by patterns of names, not by a list. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { behind, echo, startApplicationServer, startDashboard } from '../support.ts'

/** Sign-in at Azure, Cloudflare, Google Cloud, AWS, Kong and others; certificates; addresses; routing in proxies and frameworks. */
const CLAIMS = `
  x-ms-client-principal x-ms-client-principal-id x-ms-client-principal-name x-ms-client-principal-idp x-ms-token-aad-access-token
  cf-access-authenticated-user-email cf-access-jwt-assertion x-goog-authenticated-user-email x-goog-authenticated-user-id
  x-goog-iap-jwt-assertion x-appengine-user-email x-appengine-user-is-admin x-appengine-cron x-amzn-oidc-identity x-amzn-oidc-data
  x-consumer-username x-consumer-id x-consumer-custom-id x-credential-identifier x-userinfo x-endpoint-api-userinfo
  x-authentik-username x-authentik-email x-authentik-groups x-authelia-username x-pomerium-claim-email x-vouch-user
  tailscale-user-login oidc-claim-email oidc-claim-sub mellon-name-id eppn auth-user auth-type iv-user sm-user sm-userdn
  x-auth-user x-auth-email x-auth-groups x-user x-user-id x-user-email x-userid x-username x-email x-token-subject
  x-arr-clientcert x-amzn-mtls-clientcert x-amzn-mtls-clientcert-leaf cf-client-cert-sha256 x-client-dn x-client-verify
  x-client-subject wl-proxy-client-cert x-ssl-cert x-ssl wl-proxy-ssl x-https https
  x-realip real-ip x-ip x-source-ip x-user-ip ali-cdn-real-ip cdn-src-ip x-cdn-src-ip eo-client-ip eo-connecting-ip incap-client-ip
  akamai-client-ip x-bunny-ip ns-client-ip x-forward-for http-client-ip http-x-forwarded-for cloudfront-viewer-address
  x-vercel-proxied-for x-forwardedfor
  x-middleware-subrequest x-middleware-rewrite x-matched-path x-invoke-path x-react-router-spa-mode x-replaced-path
  x-envoy-original-path x-rewrite-uri x-http-path-override x-waws-unencoded-url path-info request-uri x-accel-redirect
  grpc-metadata-x-accountid x-proxy-user x-proxy-roles rstudio-connect-credentials x-kratos-authenticated-identity-id l5d-client-id
  x-jwt-assertion x-token-payload x-spiffe-id x-clerk-auth-status x-nextjs-rewritten-path x-ingress-path obuser ssouser x-cert
  x-rh-identity x-wso2-username x-tyk-user x-trusted-user x-oidc-user x-openid-connect-sub x-shib-user impersonate-user x-saml-subject
  fly-forwarded-proto x-application-server x-application-servers surrogate-capability oam-remote-user proxy-remote-user
  $wsra $wsru $wscc x-auth-couchdb-username x-auth-couchdb-roles x-webobjects-remote-user x-ms-original-url disguised-host
  cas-user x-rstudio-username x-original-request-uri x-original-scheme x-cloudtasks-queuename x-cloudscheduler
  x-cert-dn x-dn cert-subject x-peer-cert x-verified-client wsgi-remote-user x-wsgi-user x-clientaddr x-ip-address
  x-peer-address x-override-url http-x-accountid http-x-sessionid http-x-stripe-accounts http-x-has-active-stripe-account
  http-x-dashboard-server http-http-x-accountid
  ngrok-auth-user-email x-replit-user-id x-replit-user-name x-issuer-dn x-subject-dn x-amzn-request-context
  mail cn displayname givenname sf-context-current-user x-rapidapi-user x-mashape-user dapr-caller-app-id
  x-iisnode-auth-user ms-aspnetcore-token x-grafana-user
  logon-user x-logon-user x-tls x-cert-cn true-client x-cluster-client x-client-proto x-client-host x-forwarder-for x-fowarded-for
  xreal-ip xrealip x-port x-proto x-protocol x-server x-server-addr x-host-name x-http-host http-host x-backend-host x-orig-host
  x-origin-host x-originating-host x-gateway-host proxy-host x-base-url x-external-url x-public-url
`
  .trim()
  .split(/\s+/)

/** Headers that browsers, programs and other services' webhooks send to ordinary apps. */
const ORDINARY = `
  authorization x-requested-with x-csrf-token x-xsrf-token x-api-key x-api-version x-auth-token x-access-token x-device-id
  x-device-user-agent x-user-agent x-user-timezone x-client-id x-client-version x-session-token x-tenant-id x-hasura-role
  traceparent tracestate x-b3-traceid x-amzn-trace-id x-correlation-id idempotency-key if-none-match range origin referer http-referer
  x-http-method-override x-method-override user-agent accept-language cache-control content-language dnt upgrade-insecure-requests
  sec-fetch-site sec-ch-ua-platform save-data hx-request turbo-frame x-inertia rsc next-action next-router-state-tree x-nextjs-data
  x-middleware-prefetch x-livewire stripe-signature x-hub-signature-256 x-github-event x-gitlab-token x-twilio-signature
  x-shopify-hmac-sha256 x-slack-signature paypal-cert-url paypal-auth-algo cf-webhook-auth x-goog-channel-id x-amz-sns-message-type
  x-telegram-bot-api-secret-token x-zip x-skip x-relationship x-own-header x-hostname proxy-status x-username-available
  x-vercel-signature cf-turnstile-response cf-access-client-secret api-username x-storage-user x-hasura-user-id x-anonymous-user-id
  x-original-filename x-original-size x-ms-version x-ms-blob-type x-ms-client-request-id
  uid client access-token x-scope-orgid x-grafana-org-id
`
  .trim()
  .split(/\s+/)

/** Spellings of a header's name that CGI, WSGI and PHP treat as the same. */
const spelt = (name: string) =>
  fc
    .array(fc.constantFrom('lower', 'UPPER', '_', '.', '~'), {
      minLength: name.length,
      maxLength: name.length,
    })
    .map((how) =>
      [...name]
        .map((sign, at) => {
          if (sign === '-') return how[at]?.length === 1 ? how[at] : '-'
          return how[at] === 'UPPER' ? sign.toUpperCase() : sign
        })
        .join(''),
    )

const all = (names: readonly string[]) => fc.tuple(...names.map(spelt))

/** The visitor's headers that reach the application server. */
async function passedOn(url: string, names: readonly string[]): Promise<string[]> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  const lines = names.map((name) => `${name}: claimed\r\n`).join('')
  socket.write(`GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${lines}\r\n`)
  const [head, body = ''] = (await text(socket)).split('\r\n\r\n')
  expect(head).toContain('200 OK')
  const { rawHeaders } = JSON.parse(body) as { rawHeaders: string[] }
  return rawHeaders.filter((_, index) => rawHeaders[index + 1] === 'claimed')
}

test('what only a server in front may say is dropped, however it is spelt', async () => {
  const dashboard = await behind(echo)
  expect(await passedOn(dashboard.url, CLAIMS)).toEqual([])
  await fc.assert(
    fc.asyncProperty(all(CLAIMS), async (names) => {
      expect(await passedOn(dashboard.url, names)).toEqual([])
    }),
    { numRuns: 20, endOnFailure: true },
  )
})

test('of a family every name is dropped', async () => {
  const dashboard = await behind(echo)
  const word = fc.stringMatching(/^[a-z]{3,10}$/)
  const families = fc.constantFrom(
    ...[
      'x-ms-token-*',
      'cf-access-*',
      'x-goog-authenticated-*',
      'x-goog-iap-*',
      'x-appengine-*',
      'x-amzn-oidc-*',
    ],
    ...[
      'x-amzn-mtls-*',
      'x-consumer-*',
      'x-authentik-*',
      'x-authelia-*',
      'x-pomerium-*',
      'tailscale-*',
      'oidc-*',
    ],
    ...[
      'x-envoy-*',
      'x-middleware-sub*',
      'x-vercel-*',
      'x-forwarded-*',
      'x-original-forwarded-*',
      'remote-*',
      'ssl-client-*',
    ],
    ...['x-auth-user-id', '*-client-ip', '*-real-ip', 'x-*-client-cert', 'x-application-server*'],
  )
  const name = fc.tuple(families, word).chain(([family, some]) => spelt(family.replace('*', some)))
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 50, maxLength: 100 }), async (names) => {
      expect(await passedOn(dashboard.url, names)).toEqual([])
    }),
    { numRuns: 20, endOnFailure: true },
  )
})

test('what ordinary apps are sent by visitors is passed on', async () => {
  const dashboard = await behind(echo)
  expect((await passedOn(dashboard.url, ORDINARY)).toSorted()).toEqual(ORDINARY.toSorted())
})

test.each([
  'transfer_encoding',
  'Content_Length',
  'content.length',
  'CONTENT_TYPE',
  'Content_Encoding',
  'keep_alive',
  'HTTP2_SETTINGS',
])('%s, which would be read as what frames a message, is dropped', async (name) => {
  const dashboard = await behind(echo)
  expect(await passedOn(dashboard.url, [name, 'x-own-header'])).toEqual(['x-own-header'])
})

test('nor is any of it passed on with a handshake', async () => {
  const { url, server } = await startApplicationServer(echo)
  const seen = new Promise<string[]>((resolve) => {
    server.on('upgrade', ({ rawHeaders }, socket) => {
      resolve(rawHeaders.filter((_, index) => rawHeaders[index + 1] === 'claimed'))
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
    })
  })
  const dashboard = await startDashboard({ config: { applicationServer: url } })
  const names = [...CLAIMS, 'transfer_encoding', 'x-api-key']
  const headers = Object.fromEntries(names.map((name) => [name, 'claimed']))
  const socket = new WebSocket(dashboard.url.replace('http', 'ws'), { headers })
  await once(socket, 'unexpected-response')
  expect(await seen).toEqual(['x-api-key'])
})
