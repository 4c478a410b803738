// Pushed authorization requests (RFC 9126).
import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { claims, Dialogue, refused, register, unauthenticated } from './party.mjs';

export function pushed(url) {
    let config;
    const push = async dialogue => oidc.buildAuthorizationUrlWithPAR(config, await dialogue.parameters());
    return [
        ['it registers, and the metadata name the endpoint', async () => {
            config = await register(url, { token_endpoint_auth_method: 'client_secret_basic' }, oidc.ClientSecretBasic());
            assert.ok(config.serverMetadata().pushed_authorization_request_endpoint);
        }],
        ['the browser carries nothing but a reference', async () => {
            const dialogue = new Dialogue(config, url);
            const authorization = await push(dialogue);
            assert.deepEqual([...authorization.searchParams.keys()].sort(), ['client_id', 'request_uri']);
            const tokens = await dialogue.redeem(await dialogue.answer(authorization));
            assert.equal(claims(tokens.access_token).scope, 'mcp:tools notes:read');
        }],
        ['what is wrong is refused when it is pushed', async () => {
            await refused('invalid_target', push(new Dialogue(config, 'https://elsewhere.example/mcp')));
            await refused('invalid_scope', push(new Dialogue(config, url, 'everything')));
        }],
        ['who does not authenticate pushes nothing', async () => {
            const id = config.clientMetadata().client_id;
            const thief = new oidc.Configuration(config.serverMetadata(), id, {}, oidc.ClientSecretBasic('guessed'));
            oidc.allowInsecureRequests(thief);
            const dialogue = new Dialogue(thief, url);
            await unauthenticated(oidc.buildAuthorizationUrlWithPAR(thief, await dialogue.parameters()));
        }],
    ];
}
