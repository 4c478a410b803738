// Tokens for the client itself (RFC 6749, section 4.4).
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { claims, refused, register } from './party.mjs';

export function userless(url) {
    let config;
    return [
        ['it registers for client credentials', async () => {
            const metadata = { grant_types: ['client_credentials'], response_types: [], redirect_uris: undefined };
            config = await register(url, { ...metadata, token_endpoint_auth_method: 'client_secret_basic' }, oidc.ClientSecretBasic());
        }],
        ['it gets a token of its own without a refresh token', async () => {
            const tokens = await oidc.clientCredentialsGrant(config, { scope: 'mcp:tools', resource: url });
            const { sub, client_id: id, aud } = claims(tokens.access_token);
            assert.deepEqual({ sub, aud }, { sub: id, aud: url });
            assert.equal(tokens.refresh_token, undefined);
        }],
        ['a foreign resource is refused', () =>
            refused('invalid_target', oidc.clientCredentialsGrant(config, { resource: 'https://elsewhere.example/mcp' }))],
        ['an unknown scope is refused', () =>
            refused('invalid_scope', oidc.clientCredentialsGrant(config, { scope: 'everything', resource: url }))],
        ['a wrong secret is refused', async () => {
            const id = config.clientMetadata().client_id;
            const thief = new oidc.Configuration(config.serverMetadata(), id, {}, oidc.ClientSecretBasic('guessed'));
            oidc.allowInsecureRequests(thief);
            await refused('invalid_client', oidc.clientCredentialsGrant(thief, { resource: url }));
        }],
        ['a client of this kind gets no code', () =>
            refused('unauthorized_client', oidc.genericGrantRequest(config, 'refresh_token', { refresh_token: 'x' }))],
    ];
}
