// What our client does with tokens that are bound to a key, at an oidc-provider that wants nonces (RFC 9449).
import assert from 'node:assert/strict';
import { thumbprint } from '../lib/resource.mjs';

export function boundSteps(driver, issuer, resource, { runtime: base, trust }) {
    const runtime = `${base} bound`;
    const name = runtime;
    const call = () => driver.send('call', { client: name });
    let first;
    return [
        ['the token is obtained after the nonce that the server asks for, and bound', async () => {
            await driver.send('runtime', { runtime, trust });
            await driver.send('client', { client: name, runtime, server: resource.url, dpop: 'REQUIRED' });
            issuer.take('/token');
            assert.equal((await call()).status, 200);
            const [asked, granted, ...more] = issuer.take('/token');
            assert.deepEqual(more, []);
            assert.deepEqual([asked.status, asked.answer.error], [400, 'use_dpop_nonce']);
            assert.equal(granted.status, 200);
            assert.ok(part(granted.dpop, 1).nonce);
            assert.equal(granted.form.code, asked.form.code);
            const key = thumbprint(part(granted.dpop, 0).jwk);
            assert.equal((await issuer.lookUp(granted.answer.access_token)).jkt, key);
            assert.equal(driver.authorizations.at(-1).searchParams.get('dpop_jkt'), key);
            first = granted;
        }],
        ['calls carry the token with a proof, after the nonce of the resource', async () => {
            const statuses = resource.requests.map(({ scheme, status }) => [scheme, status]);
            assert.deepEqual(statuses.slice(-2), [['DPoP', 401], ['DPoP', 200]]);
            assert.equal((await call()).status, 200);
        }],
        ['a refresh has a proof of the same key', async () => {
            await issuer.destroy(resource.requests.at(-1).token);
            assert.equal((await call()).status, 200);
            const refresh = issuer.take('/token').at(-1);
            assert.deepEqual([refresh.form.grant_type, refresh.status], ['refresh_token', 200]);
            assert.deepEqual(part(refresh.dpop, 0).jwk, part(first.dpop, 0).jwk);
            first = refresh;
        }],
        ['the proof of another key refreshes nothing', async () => {
            const clientId = driver.authorizations.at(-1).searchParams.get('client_id');
            const thief = { runtime, issuer: issuer.url, clientId, method: 'none', resource: resource.url, algorithm: 'ES256' };
            await assert.rejects(driver.send('refresh', { ...thief, token: first.answer.refresh_token }), { error: 'invalid_grant' });
        }],
        ['without a proof it refreshes nothing either', async () => {
            const clientId = driver.authorizations.at(-1).searchParams.get('client_id');
            const thief = { runtime, issuer: issuer.url, clientId, method: 'none', resource: resource.url };
            await assert.rejects(driver.send('refresh', { ...thief, token: first.answer.refresh_token }), { error: 'invalid_grant' });
        }],
    ];
}

function part(token, index) {
    return JSON.parse(Buffer.from(token.split('.')[index], 'base64url'));
}
