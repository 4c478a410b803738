// The DpopSession of the MCP TypeScript client with the bound tokens of a real oidc-provider, at a resource that takes
// no others and wants a nonce in every proof (RFC 9449).
import assert from 'node:assert/strict';
import { ClientCredentialsProvider, DpopSession, generateDpopKeyPair } from '@modelcontextprotocol/client';
import { Checks, describe } from '../lib/checks.mjs';
import { challengeOf, rpc, STATELESS, tampered } from '../lib/mcp.mjs';
import { withServer } from '../lib/server.mjs';
import { sdk2 } from '../mcp-typescript/sdk-2.mjs';
import { Transcript } from '../mcp-typescript/transcript.mjs';
import { SECRET, withIssuer } from '../oidc-provider/issuer.mjs';

const SDKS = [sdk2('auto', '2026-07-28'), sdk2('legacy', '2025-11-25')];

class DpopProvider extends ClientCredentialsProvider {
    #keyPair = generateDpopKeyPair();
    #session = this.newSession();

    constructor(issuer) {
        super({ clientId: 'caller', clientSecret: SECRET, expectedIssuer: issuer, scope: 'mcp:tools' });
    }

    /** The key of this client, which the SDK signs with. */
    dpop() {
        return this.#session;
    }

    /** The same key without the nonces that the SDK remembers. */
    async newSession() {
        return DpopSession.create({ keyPair: await this.#keyPair });
    }
}

class DpopFlow {
    #sdk;
    #url;
    #issuer;
    #transcript;
    #provider;
    #client;
    #transport;

    constructor(sdk, url, issuer) {
        this.#sdk = sdk;
        this.#url = url;
        this.#issuer = issuer;
        this.#transcript = new Transcript(url);
        this.#provider = new DpopProvider(issuer);
    }

    steps() {
        return [
            ['the challenge is of the scheme DPoP and names the algorithms', () => this.#challenge()],
            ['the connection speaks, after the nonce that the server asks for', () => this.#connect()],
            ['the token is bound to the key of the client', () => this.#bound()],
            ['whoami is answered; each request has a proof of its own', () => this.#whoami()],
            ['a refused token is replaced with a proof and the call repeated', () => this.#refused()],
            ['the token is no bearer token', () => this.#bearer()],
            ['a proof without nonce is asked for one', () => this.#withoutNonce()],
            ['a proof is used once', () => this.#replay()],
            ['the proof of another key is refused', () => this.#otherKey()],
            ['a proof for another place, method or token is refused', () => this.#otherRequest()],
        ];
    }

    async close() {
        await this.#client?.close();
    }

    async #challenge() {
        const { response } = await rpc(this.#url, STATELESS, { method: 'tools/list' });
        const challenge = challengeOf(response);
        assert.equal(response.status, 401);
        assert.equal(challenge.scheme, 'DPoP');
        assert.match(challenge.algs ?? '', /\bES256\b/);
    }

    async #connect() {
        this.#client = this.#sdk.newClient();
        this.#transport = this.#sdk.newTransport(new URL(this.#url), {
            authProvider: this.#provider,
            fetch: this.#transcript.fetch,
        });
        await this.#client.connect(this.#transport);
        assert.equal(this.#sdk.negotiated(this.#client, this.#transport), this.#sdk.protocolVersion);
        const exchanges = this.#transcript.take();
        const token = this.#tokenRequests(exchanges);
        assert.deepEqual(token.map(({ response }) => response.status), [200]);
        assert.ok(token[0].headers.get('dpop'), 'the token request had no proof');
        assert.equal(token[0].form.get('resource'), this.#url);
        const calls = exchanges.filter(({ url, headers }) => url === this.#url && headers.get('dpop'));
        assert.equal(calls[0].response.status, 401);
        assert.equal(challengeOf(calls[0].response).error, 'use_dpop_nonce');
        assert.ok(calls[0].response.headers.get('dpop-nonce'));
        assert.ok(part(calls[1].headers.get('dpop'), 1).nonce, 'the second proof has no nonce');
        assert.ok(calls.slice(1).every(({ response }) => response.status !== 401));
    }

    async #bound() {
        const { access_token: token, token_type: type } = this.#provider.tokens();
        assert.equal(type, 'DPoP');
        assert.equal(part(token, 1).cnf.jkt, (await this.#provider.dpop()).thumbprint);
    }

    async #whoami() {
        const first = JSON.parse(await this.#call('whoami'));
        assert.equal(first.clientId, 'caller');
        await this.#call('whoami');
        const calls = this.#transcript.take().filter(({ url, method }) => url === this.#url && method === 'POST');
        const proofs = calls.map(({ headers }) => headers.get('dpop'));
        assert.ok(calls.length >= 2 && calls.every(({ headers }) => headers.get('authorization').startsWith('DPoP ')));
        assert.equal(new Set(proofs.map(proof => part(proof, 1).jti)).size, proofs.length);
        assert.ok(proofs.every(proof => part(proof, 1).ath && part(proof, 1).htu === this.#url));
    }

    async #refused() {
        const before = this.#provider.tokens();
        this.#provider.saveTokens({ ...before, access_token: tampered(before.access_token) });
        await this.#call('whoami');
        const requests = this.#tokenRequests(this.#transcript.take());
        assert.deepEqual(requests.map(({ response }) => response.status), [200]);
        assert.ok(requests[0].headers.get('dpop'), 'the token request had no proof');
        assert.equal(this.#provider.tokens().token_type, 'DPoP');
        assert.notEqual(this.#provider.tokens().access_token, before.access_token);
    }

    async #bearer() {
        const { response } = await rpc(this.#url, STATELESS, {
            method: 'tools/list',
            token: this.#provider.tokens().access_token,
        });
        assert.equal(response.status, 401);
    }

    async #withoutNonce() {
        const { response } = await this.#send(await this.#proof({ nonce: undefined }, await this.#provider.newSession()));
        refusedFor(response, 'use_dpop_nonce');
        assert.ok(response.headers.get('dpop-nonce'));
    }

    async #replay() {
        const proof = await this.#proof();
        assert.equal((await this.#send(proof)).response.status, 200);
        refusedFor((await this.#send(proof)).response, 'invalid_dpop_proof');
    }

    async #otherKey() {
        const stranger = await DpopSession.create();
        const { response } = await this.#send(await this.#proof({}, stranger));
        assert.equal(response.status, 401);
    }

    async #otherRequest() {
        for (const other of [{ htm: 'GET' }, { htu: `${this.#url}/other` }, { accessToken: 'another' }]) {
            refusedFor((await this.#send(await this.#proof(other))).response, 'invalid_dpop_proof');
        }
    }

    async #call(name) {
        const result = await this.#client.callTool({ name, arguments: {} });
        assert.notEqual(result.isError, true, result.content?.[0]?.text);
        return result.content[0].text;
    }

    #send(proof) {
        const authorization = `DPoP ${this.#provider.tokens().access_token}`;
        return rpc(this.#url, STATELESS, { method: 'tools/list', headers: { authorization, dpop: proof } });
    }

    /** A proof for one call, right in all that is not given otherwise. */
    async #proof(other = {}, session = undefined) {
        const accessToken = this.#provider.tokens().access_token;
        const nonce = (await this.#provider.dpop()).nonceFor(this.#url);
        return (session ?? (await this.#provider.dpop())).buildProof({
            htm: 'POST', htu: this.#url, accessToken, nonce, ...other,
        });
    }

    #tokenRequests(exchanges) {
        return exchanges.filter(({ method, url }) => method === 'POST' && url === `${this.#issuer}/token`);
    }
}

function refusedFor(response, error) {
    assert.equal(response.status, 401);
    assert.equal(challengeOf(response).error, error);
}

function part(jwt, index) {
    return JSON.parse(Buffer.from(jwt.split('.')[index], 'base64url').toString());
}

const checks = new Checks();
try {
    await withIssuer(
        async issuer => {
            process.env.JAVA_OPTS = [
                `-Dmcp.oauth.resource.authorization-servers=${issuer}`,
                '-Dmcp.oauth.resource.dpop=required',
                '-Dmcp.oauth.resource.dpop.nonce=true',
                process.env.JAVA_OPTS ?? '',
            ].join(' ');
            await withServer(async url => {
                for (const sdk of SDKS) {
                    const flow = new DpopFlow(sdk, url, issuer);
                    await checks.sequence(sdk.name, flow.steps());
                    await flow.close();
                }
            });
        },
        { format: 'jwt' },
    );
} catch (error) {
    checks.fail('servers', describe(error));
}
checks.finish();
process.exit();
