// The authorization code flow by plain requests, for peers and suites that bring no client of their own.
import { createHash, randomBytes } from 'node:crypto';
import { ask } from './http.mjs';
import { login } from './login.mjs';
import { challengeOf, rpc, STATELESS } from './mcp.mjs';

/** The users of the quickstart server. */
export const ALICE = { name: 'alice', password: 'alice-pw' };
export const BOB = { name: 'bob', password: 'bob-pw' };

/** Follows the challenge of an MCP server to the metadata of the resource and of its authorization server. */
export async function discover(mcpUrl) {
    const { response } = await rpc(mcpUrl, STATELESS, { method: 'tools/list' });
    const challenge = challengeOf(response);
    if (response.status !== 401 || !challenge.resource_metadata) {
        throw new Error(`no challenge with resource_metadata, but status ${response.status}`);
    }
    const resource = await json(challenge.resource_metadata);
    const server = await json(wellKnown(resource.authorization_servers[0]));
    return { challenge, resource, server };
}

/** Registers a public client and returns its client_id (RFC 7591). */
export async function register(server, redirectUri) {
    const client = await json(server.registration_endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
            client_name: 'interop scripts',
            redirect_uris: [redirectUri],
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            token_endpoint_auth_method: 'none',
            application_type: 'native',
        }),
    });
    return client.client_id;
}

/** Obtains tokens for a user by a client of its own. */
export async function tokensFor(mcpUrl, user) {
    const redirectUri = 'http://127.0.0.1:18081/callback';
    const { challenge, resource, server } = await discover(mcpUrl);
    const clientId = await register(server, redirectUri);
    const verifier = randomBytes(32).toString('base64url');
    const state = randomBytes(16).toString('base64url');
    const authorization = new URL(server.authorization_endpoint);
    authorization.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        ...(challenge.scope && { scope: challenge.scope }),
        state,
        resource: resource.resource,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
    }).toString();
    const answer = (await login(authorization, user, redirectUri)).searchParams;
    if (answer.get('state') !== state || !answer.get('code')) throw new Error(`no code for ${user.name}: ${answer}`);
    return json(server.token_endpoint, {
        method: 'POST',
        body: new URLSearchParams({
            grant_type: 'authorization_code',
            client_id: clientId,
            code: answer.get('code'),
            redirect_uri: redirectUri,
            resource: resource.resource,
            code_verifier: verifier,
        }),
    });
}

/** Where RFC 8414, section 3.1, puts the metadata of an issuer. */
function wellKnown(issuer) {
    const url = new URL(issuer);
    const path = url.pathname === '/' ? '' : url.pathname;
    return new URL(`/.well-known/oauth-authorization-server${path}`, url);
}

async function json(url, init = {}) {
    const response = await ask(url, init);
    const body = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body.slice(0, 200)}`);
    return JSON.parse(body);
}
