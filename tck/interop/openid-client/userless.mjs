// Tokens for a client itself, which the deployer registered (RFC 6749, section 4.4): nobody registers for them alone.
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { claims, refused, register, unauthenticated } from './party.mjs';

/** What the file of the deployer says. */
export const BATCH = {
    id: 'batch',
    secret: 'the-secret-of-the-batch-client',
    metadata: { grant_types: ['client_credentials'], response_types: [], token_endpoint_auth_method: 'client_secret_basic' },
};

export function userless(url) {
    const batch = secret =>
        oidc.discovery(new URL(new URL(url).origin), BATCH.id, undefined, oidc.ClientSecretBasic(secret), {
            algorithm: 'oauth2',
            execute: [oidc.allowInsecureRequests],
        });
    const ask = async (parameters, secret = BATCH.secret) =>
        oidc.clientCredentialsGrant(await batch(secret), { scope: 'mcp:tools', resource: url, ...parameters });
    return [
        ['it gets a token of its own without a refresh token', async () => {
            const tokens = await ask({});
            const { sub, client_id: id, aud, scope } = claims(tokens.access_token);
            assert.deepEqual({ sub, id, aud, scope }, { sub: BATCH.id, id: BATCH.id, aud: url, scope: 'mcp:tools' });
            assert.equal(tokens.refresh_token, undefined);
        }],
        ['a foreign resource is refused', () => refused('invalid_target', ask({ resource: 'https://elsewhere.example/mcp' }))],
        ['an unknown scope is refused', () => refused('invalid_scope', ask({ scope: 'everything' }))],
        ['a wrong secret is refused', () => unauthenticated(ask({}, 'guessed'))],
        ['another grant is refused', async () =>
            refused('unauthorized_client', oidc.refreshTokenGrant(await batch(BATCH.secret), 'of-nobody'))],
        ['nobody registers for tokens without a user', () =>
            refused('invalid_client_metadata', register(url, BATCH.metadata, oidc.None()))],
    ];
}
