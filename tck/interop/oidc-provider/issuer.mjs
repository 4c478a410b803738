// An oidc-provider in this process: tokens for resources, and the endpoints that tell and end them.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { freePort } from '../lib/server.mjs';

export const SECRET = 'a secret of the interop tests, long enough for anything';
const SCOPES = ['mcp:tools', 'notes:read', 'notes:write'];
/** Long enough to be used once, short enough to be waited for. */
const SHORT_LIFE_S = 4;
const LIFE_S = 600;

/**
 * Starts an issuer, hands its URL and what was asked of it to a function and stops it afterwards.
 *
 * @param signs whether it gives signed answers to those who ask for them (RFC 9701)
 * @param format whether its tokens are opaque or JWTs; about a JWT it does not answer
 */
export async function withIssuer(use, { signs = true, format = 'opaque' } = {}) {
    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    const provider = new Provider(issuer, configuration(signs, format));
    const questions = [];
    const answer = provider.callback();
    const server = createServer((request, response) => {
        if (request.url === '/token/introspection') {
            response.once('finish', () =>
                questions.push({
                    accept: request.headers.accept,
                    status: response.statusCode,
                    contentType: response.getHeader('content-type'),
                }),
            );
        }
        answer(request, response);
    });
    await new Promise(resolve => server.listen(port, '127.0.0.1', resolve));
    try {
        return await use(issuer, questions);
    } finally {
        server.close();
        server.closeAllConnections();
    }
}

function configuration(signs, format) {
    return {
        clients: [
            client('caller', { grant_types: ['client_credentials'], scope: SCOPES.join(' ') }),
            client('short', { grant_types: ['client_credentials'], scope: SCOPES.join(' ') }),
            client('mcp-server'),
        ],
        scopes: SCOPES,
        jwks: { keys: [signingKey()] },
        cookies: { keys: ['a key for cookies that nobody gets'] },
        features: {
            devInteractions: { enabled: false },
            clientCredentials: { enabled: true },
            dPoP: { enabled: true },
            introspection: {
                enabled: true,
                allowedPolicy: (context, asking) => asking.clientId === 'mcp-server',
            },
            jwtIntrospection: { enabled: signs },
            revocation: { enabled: true },
            resourceIndicators: {
                enabled: true,
                getResourceServerInfo: (context, resource, { clientId }) => ({
                    scope: SCOPES.join(' '),
                    audience: resource,
                    accessTokenFormat: format,
                    accessTokenTTL: clientId === 'short' ? SHORT_LIFE_S : LIFE_S,
                }),
            },
        },
    };
}

function client(id, more = {}) {
    return {
        client_id: id,
        client_secret: SECRET,
        redirect_uris: [],
        response_types: [],
        grant_types: [],
        token_endpoint_auth_method: 'client_secret_basic',
        ...more,
    };
}

function signingKey() {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'interop' };
}
