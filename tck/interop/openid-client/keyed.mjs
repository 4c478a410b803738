// A client that signs assertions with its key (RFC 7523; OpenID Connect Core, section 9).
import assert from 'node:assert/strict';
import { exportJWK, generateKeyPair } from 'jose';
import * as oidc from 'openid-client';
import { Dialogue, claims, refused, register } from './party.mjs';

export function keyed(url) {
    let config;
    let server;
    let registered;
    return [
        ['it registers its public key', async () => {
            const { publicKey, privateKey } = await generateKeyPair('ES256');
            const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
            const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } };
            registered = { key: privateKey, kid: 'one' };
            config = await register(url, metadata, oidc.PrivateKeyJwt(registered));
            server = config.serverMetadata();
            assert.ok(server.token_endpoint_auth_signing_alg_values_supported.includes('ES256'));
        }],
        ['a private key is not registered', async () => {
            const { privateKey } = await generateKeyPair('ES256', { extractable: true });
            const metadata = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [await exportJWK(privateKey)] } };
            await refused('invalid_client_metadata', register(url, metadata, oidc.None()));
        }],
        ['its assertion authenticates it at the token endpoint and for introspection', async () => {
            const dialogue = new Dialogue(config, url);
            const tokens = await dialogue.redeem(await dialogue.answer());
            assert.equal(claims(tokens.access_token).client_id, config.clientMetadata().client_id);
            assert.equal((await oidc.tokenIntrospection(config, tokens.access_token)).active, true);
        }],
        ['the assertion of another key does not', async () => {
            const { privateKey } = await generateKeyPair('ES256');
            const id = config.clientMetadata().client_id;
            const thief = new oidc.Configuration(server, id, {}, oidc.PrivateKeyJwt({ key: privateKey, kid: 'one' }));
            oidc.allowInsecureRequests(thief);
            await refused('invalid_client', oidc.clientCredentialsGrant(thief, { resource: url }));
        }],
        ['an assertion for another audience does not', async () => {
            const foreign = oidc.PrivateKeyJwt(registered, {
                [oidc.modifyAssertion]: (header, payload) => { payload.aud = 'https://elsewhere.example'; },
            });
            const astray = new oidc.Configuration(server, config.clientMetadata().client_id, {}, foreign);
            oidc.allowInsecureRequests(astray);
            await refused('invalid_client', oidc.clientCredentialsGrant(astray, { resource: url }));
        }],
    ];
}
