// An oidc-provider in this process, over http or https, that takes our client in every way it knows.
import { generateKeyPairSync } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { errors, Provider } from 'oidc-provider';
import { freePort } from '../lib/server.mjs';

export const SECRET = 'a secret of the interop tests: with blanks, + and %';
export const REDIRECT = 'http://127.0.0.1:18082/callback';
const SCOPES = ['mcp:tools', 'notes:write'];

/**
 * Starts an issuer, hands it to a function and stops it afterwards.
 *
 * @param tls options of an https server; http without
 * @param pushed whether authorization requests must be pushed (RFC 9126)
 */
export async function withIssuer(use, { tls, pushed = false } = {}) {
    const issuer = new Issuer(`${tls ? 'https' : 'http'}://127.0.0.1:${await freePort()}`, { tls, pushed });
    await issuer.start(tls);
    try {
        return await use(issuer);
    } finally {
        issuer.stop();
    }
}

class Issuer {
    /** The requests to endpoints that clients call, newest last. */
    requests = [];
    /** The resources it gives tokens for. */
    resources = [];
    /** Documents of clients by their URL path (OAuth Client ID Metadata Document). */
    documents = new Map();

    #provider;
    #server;

    constructor(url, options) {
        this.url = url;
        this.#provider = new Provider(url, this.#configuration(options));
        this.#provider.use(async (context, next) => {
            await next();
            if (context.method !== 'POST' || context.path.startsWith('/interaction')) return;
            this.requests.push({
                path: context.path,
                form: context.oidc?.body ?? {},
                dpop: context.get('dpop'),
                status: context.status,
                answer: context.body ?? {},
            });
        });
    }

    async start(tls) {
        const provider = this.#provider.callback();
        const answer = (request, response) => {
            const document = this.documents.get(request.url);
            if (document) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
            else provider(request, response);
        };
        this.#server = tls ? createHttpsServer(tls, answer) : createHttpServer(answer);
        await new Promise(resolve => this.#server.listen(Number(new URL(this.url).port), '127.0.0.1', resolve));
    }

    stop() {
        this.#server.close();
        this.#server.closeAllConnections();
    }

    /** The requests since the last time, to one path. */
    take(path) {
        const taken = this.requests.filter(request => request.path === path);
        this.requests = this.requests.filter(request => request.path !== path);
        return taken;
    }

    /** What a resource server would learn about a token. */
    async lookUp(token) {
        const found = await this.#provider.AccessToken.find(token) ?? await this.#provider.ClientCredentials.find(token);
        return found && {
            aud: found.aud,
            scope: found.scope,
            clientId: found.clientId,
            exp: found.exp,
            jkt: found.jkt,
            x5t: found['x5t#S256'],
        };
    }

    /** Ends a token though nobody asked for it. */
    async destroy(token) {
        await (await this.#provider.AccessToken.find(token)).destroy();
    }

    #configuration({ tls, pushed }) {
        return {
            clients: clients(tls),
            scopes: ['offline_access', ...SCOPES],
            jwks: { keys: [signingKey()] },
            cookies: { keys: ['a key for cookies that nobody gets'] },
            issueRefreshToken: () => true,
            rotateRefreshToken: true,
            ttl: { AccessToken: 600, ClientCredentials: 600, RefreshToken: 86_400, Grant: 86_400, Session: 3_600, Interaction: 600 },
            clientAuthMethods: [
                'none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt', ...(tls ? ['tls_client_auth'] : []),
            ],
            features: {
                clientCredentials: { enabled: true },
                dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
                introspection: { enabled: true, allowedPolicy: (context, asking) => asking.clientId === 'asker' },
                pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: pushed },
                registration: { enabled: true },
                revocation: { enabled: true },
                resourceIndicators: { enabled: true, getResourceServerInfo: (context, resource) => this.#known(resource) },
                ...(tls && { clientIdMetadataDocument: { enabled: true, ack: 'draft-02' }, mTLS: mutualTls() }),
            },
            fetch: (url, { method, headers, redirect, signal }) => fetch(url, { method, headers, redirect, signal }),
        };
    }

    #known(resource) {
        if (!this.resources.includes(resource)) throw new errors.InvalidTarget();
        return { scope: SCOPES.join(' '), audience: resource, accessTokenFormat: 'opaque' };
    }
}

function clients(tls) {
    const users = { redirect_uris: [REDIRECT], response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'] };
    const machines = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'], scope: SCOPES.join(' ') };
    const secret = { client_secret: SECRET };
    return [
        { client_id: 'asker', ...secret, ...machines, grant_types: [] },
        { client_id: 'post', ...secret, ...users, token_endpoint_auth_method: 'client_secret_post', application_type: 'native' },
        { client_id: 'basic', ...secret, ...users, application_type: 'native' },
        ...(tls
            ? [{
                client_id: 'certified',
                ...machines,
                token_endpoint_auth_method: 'tls_client_auth',
                tls_client_auth_subject_dn: 'CN=interop client',
                tls_client_certificate_bound_access_tokens: true,
            }]
            : []),
    ];
}

function mutualTls() {
    return {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        getCertificate: context => context.socket.getPeerX509Certificate()?.toString(),
        certificateAuthorized: context => context.socket.authorized,
        certificateSubjectMatches: (context, property, expected) =>
            context.socket.getPeerX509Certificate()?.subject === expected,
    };
}

function signingKey() {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'interop' };
}
