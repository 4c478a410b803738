// Tokens bound to a DPoP key; the server asks for a nonce in every proof (RFC 9449).
import assert from 'node:assert/strict';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import * as oidc from 'openid-client';
import { claims, Dialogue, refused, register } from './party.mjs';

export function bound(url) {
    let config;
    let key;
    let tokens;
    let challenges = 0;
    const counting = async (target, options) => {
        const answer = await fetch(target, options);
        if (await demandsNonce(answer)) challenges++;
        return answer;
    };
    const handle = keyPair => ({ DPoP: oidc.getDPoPHandle(config, keyPair) });
    return [
        ['it registers for bound tokens', async () => {
            const metadata = { token_endpoint_auth_method: 'none', dpop_bound_access_tokens: true };
            config = await register(url, metadata, oidc.None());
            config[oidc.customFetch] = counting;
            assert.ok(config.serverMetadata().dpop_signing_alg_values_supported.includes('ES256'));
            key = await oidc.randomDPoPKeyPair('ES256');
        }],
        ['its tokens are bound to its key, after the nonce that the server asks for', async () => {
            const dialogue = new Dialogue(config, url);
            tokens = await dialogue.redeem(await dialogue.answer(), handle(key));
            assert.equal(challenges, 1);
            assert.equal(tokens.token_type, 'dpop');
            const thumbprint = await calculateJwkThumbprint(await exportJWK(key.publicKey));
            assert.equal(claims(tokens.access_token).cnf.jkt, thumbprint);
        }],
        ['without a proof it gets none', async () => {
            const dialogue = new Dialogue(config, url);
            await refused('invalid_dpop_proof', dialogue.redeem(await dialogue.answer()));
        }],
        ['its refresh token is of use with its key only', async () => {
            const other = await oidc.randomDPoPKeyPair('ES256');
            await refused('invalid_grant', oidc.refreshTokenGrant(config, tokens.refresh_token, {}, handle(other)));
            tokens = await oidc.refreshTokenGrant(config, tokens.refresh_token, {}, handle(key));
            assert.equal(tokens.token_type, 'dpop');
        }],
        ['the resource takes the token with a proof', async () => {
            const answer = await oidc.fetchProtectedResource(config, tokens.access_token, new URL(url), 'POST', PING, JSON_HEADERS, handle(key));
            assert.equal(answer.status, 200);
        }],
    ];
}

/** RFC 9449, section 8. */
async function demandsNonce(answer) {
    if (answer.status !== 400 || !answer.headers.has('dpop-nonce')) return false;
    return (await answer.clone().json()).error === 'use_dpop_nonce';
}

const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {
    protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'openid-client', version: '6' },
} });
const JSON_HEADERS = new Headers({ 'content-type': 'application/json', accept: 'application/json, text/event-stream' });
