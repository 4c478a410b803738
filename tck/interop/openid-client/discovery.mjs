// Metadata by both algorithms of openid-client (RFC 8414, section 3; OpenID Connect Discovery, section 4).
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';

export function discovery(url) {
    const issuer = new URL(url).origin;
    const found = algorithm =>
        oidc.discovery(new URL(issuer), 'nobody', undefined, oidc.None(), {
            algorithm,
            execute: [oidc.allowInsecureRequests],
        });
    return [
        ['the metadata of OAuth are found and name their issuer', async () => {
            const server = (await found('oauth2')).serverMetadata();
            assert.equal(server.issuer, issuer);
            assert.deepEqual(server.code_challenge_methods_supported, ['S256']);
            assert.equal(server.authorization_response_iss_parameter_supported, true);
        }],
        ['the place of OpenID Connect has the same', async () => {
            const [one, other] = await Promise.all([found('oauth2'), found('oidc')]);
            assert.deepEqual(other.serverMetadata(), one.serverMetadata());
        }],
    ];
}
