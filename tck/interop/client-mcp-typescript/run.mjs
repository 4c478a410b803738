// Our client at real MCP servers of both TypeScript lines.
import assert from 'node:assert/strict';
import { Checks, describe } from '../lib/checks.mjs';
import { withDriver } from '../lib/driver.mjs';
import { STATELESS } from '../lib/mcp.mjs';
import { withIssuer } from '../client-oidc-provider/issuer.mjs';
import { Caller } from './caller.mjs';
import { withServer1 } from './sdk-1.mjs';
import { withServer2 } from './sdk-2.mjs';

const SESSIONS = '2025-11-25';
const INITIALIZE = { protocolVersion: SESSIONS, capabilities: {}, clientInfo: { name: 'interop', version: '1' } };

const checks = new Checks();
try {
    await withDriver(async driver => {
        driver.loginAs({ name: 'alice', password: 'any' });
        await driver.send('runtime', { runtime: 'plain' });
        await withServer1(server => checks.sequence('sdk 1.32.2', steps1(driver, server)));
        await withIssuer(issuer =>
            withServer2(issuer, server => checks.sequence('server 2.4.0', steps2(driver, server, issuer))));
    });
} catch (error) {
    checks.fail('peers', describe(error));
}
checks.finish();
process.exit();

function steps1(driver, server) {
    const caller = new Caller(driver, 'sdk1', SESSIONS);
    let sessionId;
    return [
        ['the issuer with its slash is taken as it stands; the session begins', async () => {
            await driver.send('client', { client: 'sdk1', runtime: 'plain', server: server.url });
            const { headers } = await caller.request('initialize', INITIALIZE);
            sessionId = headers['mcp-session-id'];
            assert.ok(sessionId);
            assert.deepEqual(server.take(), [{ grant: 'authorization_code', resource: server.url }]);
            assert.deepEqual(server.calls.map(({ status }) => status), [401, 200]);
        }],
        ['the tool knows the client that registered', async () => {
            assert.equal(await caller.whoami(sessionId), driver.authorizations.at(-1).searchParams.get('client_id'));
            assert.deepEqual(server.take(), []);
        }],
        ['a token that the server ended is renewed, within the session', async () => {
            server.provider.tokens.delete(server.calls.at(-1).token);
            await caller.whoami(sessionId);
            assert.deepEqual(server.take(), [{ grant: 'refresh_token', resource: server.url, granted: true }]);
        }],
        ['a token at its end is renewed before it is sent', async () => {
            const before = server.calls.length;
            await driver.send('elapse', { runtime: 'plain', seconds: 3_601 });
            await caller.whoami(sessionId);
            assert.deepEqual(server.take(), [{ grant: 'refresh_token', resource: server.url, granted: true }]);
            assert.deepEqual(server.calls.slice(before).map(({ status }) => status), [200]);
        }],
        ['another scope is asked for when the server demands it', async () => {
            server.scopes = ['mcp:tools', 'notes:write'];
            await caller.whoami(sessionId);
            assert.deepEqual(server.take().map(({ grant }) => grant), ['authorization_code']);
            assert.match(driver.authorizations.at(-1).searchParams.get('scope'), /\bnotes:write\b/);
        }],
        ['revoked tokens are forgotten; the next call asks the user', async () => {
            const token = server.calls.at(-1).token;
            await driver.send('revoke', { client: 'sdk1' });
            assert.ok(server.take().every(({ grant }) => grant === 'revoked'));
            assert.ok(!server.provider.tokens.has(token), 'the access token lives');
            await caller.whoami(sessionId);
            assert.deepEqual(server.take().map(({ grant }) => grant), ['authorization_code']);
        }],
        ['a foreign iss is refused though the server announces none', async () => {
            await driver.send('client', { client: 'forged', runtime: 'plain', server: server.url });
            const honest = driver.user;
            driver.user = async (url, redirectUri) => {
                const answer = await honest(url, redirectUri);
                answer.searchParams.set('iss', 'https://elsewhere.example');
                return answer;
            };
            const forged = new Caller(driver, 'forged', SESSIONS).request('initialize', INITIALIZE);
            await assert.rejects(forged, { code: 'RESPONSE_ISSUER_MISMATCH' }).finally(() => (driver.user = honest));
            assert.deepEqual(server.take(), []);
        }],
    ];
}

function steps2(driver, server, issuer) {
    const modern = new Caller(driver, 'sdk2', STATELESS);
    const legacy = new Caller(driver, 'sdk2', SESSIONS);
    return [
        ['2026-07-28: the tool knows the client that registered', async () => {
            await driver.send('runtime', { runtime: 'second' });
            await driver.send('client', { client: 'sdk2', runtime: 'second', server: server.url });
            assert.equal(await modern.whoami(), driver.authorizations.at(-1).searchParams.get('client_id'));
            assert.deepEqual(server.calls.map(({ status }) => status), [401, 200]);
        }],
        ['2025-11-25: the same token serves', async () => {
            await legacy.request('initialize', INITIALIZE);
            assert.equal(await legacy.whoami(), driver.authorizations.at(-1).searchParams.get('client_id'));
            assert.equal(new Set(server.calls.slice(1).map(({ token }) => token)).size, 1);
        }],
        ['a token that the issuer ended is renewed, and the call repeated', async () => {
            issuer.take('/token');
            await issuer.destroy(server.calls.at(-1).token);
            await modern.whoami();
            assert.deepEqual(issuer.take('/token').map(({ form, status }) => [form.grant_type, status]), [['refresh_token', 200]]);
        }],
        ['another scope is asked for when the server demands it', async () => {
            server.scopes = ['mcp:tools', 'notes:write'];
            await modern.whoami();
            assert.match(driver.authorizations.at(-1).searchParams.get('scope'), /\bmcp:tools\b.*\bnotes:write\b/);
        }],
        ['a server that asks for ever more is left after a few times', async () => {
            const before = driver.authorizations.length;
            server.scopes = ['never:granted'];
            await assert.rejects(modern.whoami(), { type: 'ChallengeException' });
            assert.ok(driver.authorizations.length - before <= 2);
        }],
    ];
}
