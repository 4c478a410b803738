// A device without a browser, whose user goes on elsewhere (RFC 8628).
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { confirm } from '../lib/login.mjs';
import { ALICE } from '../lib/oauth.mjs';
import { claims, refused } from './party.mjs';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** What the file of the deployer says. */
export const TELEVISION = {
    id: 'television',
    metadata: { grant_types: [GRANT, 'refresh_token'], response_types: [], token_endpoint_auth_method: 'none', client_name: 'Television' },
};

export function device(url) {
    let config;
    const begin = () => oidc.initiateDeviceAuthorization(config, { scope: 'mcp:tools', resource: url });
    const ask = code => oidc.genericGrantRequest(config, GRANT, { device_code: code });
    return [
        ['the metadata name the endpoint', async () => {
            config = await oidc.discovery(new URL(new URL(url).origin), TELEVISION.id, undefined, oidc.None(), {
                algorithm: 'oauth2',
                execute: [oidc.allowInsecureRequests],
            });
            assert.ok(config.serverMetadata().device_authorization_endpoint);
        }],
        ['before the user agrees there are no tokens', async () => {
            await refused('authorization_pending', ask((await begin()).device_code));
        }],
        ['who asks too soon is told to slow down', async () => {
            const { device_code: code } = await begin();
            await refused('authorization_pending', ask(code));
            await refused('slow_down', ask(code));
        }],
        ['the user agrees, and the device gets tokens, once', async () => {
            const started = await begin();
            await confirm(started.verification_uri_complete, ALICE);
            const tokens = await oidc.pollDeviceAuthorizationGrant(config, started);
            assert.equal(claims(tokens.access_token).sub, 'alice');
            assert.equal(claims(tokens.access_token).aud, url);
            assert.ok((await oidc.refreshTokenGrant(config, tokens.refresh_token)).access_token);
            await refused('invalid_grant', ask(started.device_code));
        }],
        ['a code that was never issued is refused', () => refused('invalid_grant', ask('of-nobody'))],
    ];
}
