// What a client does with our server from the first refusal to the end of the session, step by step.
import assert from 'node:assert/strict';
import { login } from '../lib/login.mjs';
import { challengeOf, rpc, STATELESS, tampered } from '../lib/mcp.mjs';
import { ALICE, BOB, tokensFor } from '../lib/oauth.mjs';
import { HeadlessProvider } from './provider.mjs';
import { Transcript } from './transcript.mjs';

const TOOLS = ['ask_name', 'notes_add', 'notes_count', 'notes_list', 'whoami'];

export class Flow {
    #sdk;
    #url;
    #transcript;
    #provider = new HeadlessProvider();
    #client;
    #transport;
    #resource;
    #server;
    #answer;

    constructor(sdk, url) {
        this.#sdk = sdk;
        this.#url = url;
        this.#transcript = new Transcript(url);
    }

    /** The statements to prove, in the order in which they build on each other. */
    steps() {
        const withSession = this.#sdk.protocolVersion !== STATELESS;
        return [
            ['a request without token is challenged and leads to a registered client', () => this.#challenge()],
            ['the authorization request has state, PKCE and resource', () => this.#authorizationRequest()],
            ['login and consent answer with code, state and iss', () => this.#login()],
            this.#sdk.checksIssuer && ['the answer of a foreign issuer is refused', () => this.#foreignIssuer()],
            ['the code gives a token with the asked scope and a refresh token', () => this.#token()],
            [`the connection speaks ${this.#sdk.protocolVersion}`, () => this.#connect()],
            ['tools/list names the tools', () => this.#listTools()],
            ['whoami knows subject, client and issuer', () => this.#whoami()],
            ['a tampered token is refused', () => this.#tamperedToken()],
            ['a refused token is refreshed and the call repeated', () => this.#refresh()],
            ['notes_add without its scope is refused with a challenge', () => this.#insufficientScope()],
            ['the step-up keeps the old scope and notes_add succeeds', () => this.#stepUp()],
            withSession && ['another principal cannot use the session', () => this.#foreignPrincipal()],
            withSession && ['an ended session is gone', () => this.#end()],
        ].filter(Boolean);
    }

    async close() {
        await this.#client?.close();
    }

    async #challenge() {
        await assert.rejects(this.#open(), this.#sdk.UnauthorizedError);
        const exchanges = this.#transcript.take();
        const first = exchanges[0];
        const challenge = challengeOf(first.response);
        assert.equal(first.response.status, 401);
        assert.equal(challenge.scheme, 'Bearer');
        assert.equal(challenge.error, undefined, 'a request without credentials is told no error');
        assert.match(challenge.scope ?? '', /\bmcp:tools\b/);
        this.#resource = document(exchanges, challenge.resource_metadata, 200);
        assert.equal(this.#resource.resource, this.#url);
        const metadata = exchanges.find(({ url }) => url.includes('/.well-known/oauth-authorization-server'));
        this.#server = document(exchanges, metadata?.url, 200);
        assert.equal(this.#server.issuer, this.#resource.authorization_servers[0]);
        assert.equal(this.#server.authorization_response_iss_parameter_supported, true);
        document(exchanges, this.#server.registration_endpoint, 201);
    }

    async #authorizationRequest() {
        const query = this.#provider.pending.searchParams;
        assert.equal(query.get('response_type'), 'code');
        assert.equal(query.get('code_challenge_method'), 'S256');
        assert.equal(query.get('state'), this.#provider.lastState);
        assert.equal(query.get('resource'), this.#resource.resource);
        assert.deepEqual(scopesOf(query.get('scope')), ['mcp:tools']);
    }

    async #login() {
        this.#answer = await this.#authorize(ALICE);
        assert.equal(this.#answer.get('iss'), this.#server.issuer);
    }

    async #foreignIssuer() {
        const forged = new URLSearchParams(this.#answer);
        forged.set('iss', 'https://evil.example');
        await assert.rejects(this.#sdk.finishAuth(this.#transport, forged), { name: 'IssuerMismatchError' });
        assert.equal(tokenRequests(this.#transcript.take(), this.#server).length, 0, 'the code was sent nevertheless');
    }

    async #token() {
        await this.#sdk.finishAuth(this.#transport, this.#answer);
        const [request] = tokenRequests(this.#transcript.take(), this.#server);
        assert.equal(request.response.status, 200);
        assert.match(request.response.headers.get('cache-control') ?? '', /no-store/);
        assert.equal(request.form.get('resource'), this.#resource.resource);
        const tokens = this.#provider.tokens();
        assert.deepEqual(scopesOf(tokens.scope), ['mcp:tools']);
        assert.ok(tokens.refresh_token, 'no refresh token');
    }

    async #connect() {
        await this.#open();
        assert.equal(this.#sdk.negotiated(this.#client, this.#transport), this.#sdk.protocolVersion);
    }

    async #listTools() {
        const { tools } = await this.#client.listTools();
        assert.deepEqual(tools.map(tool => tool.name).sort(), TOOLS);
    }

    async #whoami() {
        const { sub, clientId, iss } = JSON.parse(await this.#call('whoami'));
        assert.ok(sub, 'no subject');
        assert.equal(clientId, this.#provider.clientInformation().client_id);
        assert.equal(iss, this.#server.issuer);
    }

    async #tamperedToken() {
        const { response } = await this.#request(tampered(this.#provider.tokens().access_token));
        assert.equal(response.status, 401);
        assert.equal(challengeOf(response).error, 'invalid_token');
    }

    async #refresh() {
        const before = this.#provider.tokens();
        this.#provider.saveTokens({ ...before, access_token: tampered(before.access_token) });
        this.#transcript.take();
        await this.#countNotes();
        const requests = tokenRequests(this.#transcript.take(), this.#server);
        assert.deepEqual(
            requests.map(({ form, response }) => [form.get('grant_type'), response.status]),
            [['refresh_token', 200]],
        );
        const after = this.#provider.tokens();
        assert.notEqual(after.access_token, before.access_token);
        assert.notEqual(after.refresh_token, before.refresh_token, 'the refresh token was not rotated');
    }

    async #insufficientScope() {
        const rejection = await this.#call('notes_add', { text: 'milk' }).then(
            () => assert.fail('notes_add was allowed'),
            error => error,
        );
        const refused = this.#transcript.take().filter(({ response }) => response.status === 403);
        const challenge = challengeOf(refused[0]?.response ?? assert.fail(`no 403, but ${rejection}`));
        assert.equal(challenge.error, 'insufficient_scope');
        assert.match(challenge.scope ?? '', /\bnotes:write\b/);
        assert.ok(challenge.resource_metadata, 'the challenge names no metadata');
        if (this.#sdk.stepsUp) {
            assert.ok(rejection instanceof this.#sdk.UnauthorizedError, `not ready for a step-up: ${rejection}`);
        } else {
            assert.equal(this.#sdk.statusOf(rejection), 403);
        }
    }

    async #stepUp() {
        if (!this.#sdk.stepsUp) await this.#askForMore('mcp:tools notes:write');
        const asked = scopesOf(this.#provider.pending.searchParams.get('scope'));
        assert.deepEqual(asked, ['mcp:tools', 'notes:write']);
        await this.#sdk.finishAuth(this.#transport, await this.#authorize(ALICE));
        const before = await this.#countNotes();
        await this.#call('notes_add', { text: 'milk' });
        assert.equal(await this.#countNotes(), before + 1);
    }

    /** What an application does on an SDK that has no step-up of its own. */
    async #askForMore(scope) {
        this.#provider.invalidateCredentials('tokens');
        const serverUrl = new URL(this.#url);
        assert.equal(await this.#sdk.auth(this.#provider, { serverUrl, scope }), 'REDIRECT');
    }

    async #foreignPrincipal() {
        const { sessionId } = this.#transport;
        assert.ok(sessionId, 'the server gave no session id');
        const bob = await tokensFor(this.#url, BOB);
        const foreign = await this.#request(bob.access_token, sessionId);
        assert.equal(foreign.response.status, 404);
        const own = await this.#request(this.#provider.tokens().access_token, sessionId);
        assert.equal(own.response.status, 200, 'the session did not survive the attempt');
    }

    async #end() {
        const { sessionId } = this.#transport;
        await this.#transport.terminateSession();
        const { response } = await this.#request(this.#provider.tokens().access_token, sessionId);
        assert.equal(response.status, 404);
    }

    async #open() {
        await this.#client?.close();
        this.#client = this.#sdk.newClient();
        this.#transport = this.#sdk.newTransport(new URL(this.#url), {
            authProvider: this.#provider,
            fetch: this.#transcript.fetch,
        });
        await this.#client.connect(this.#transport);
    }

    async #authorize(user) {
        const request = this.#provider.takePending();
        const answer = (await login(request, user, this.#provider.redirectUrl)).searchParams;
        assert.equal(answer.get('error'), null);
        assert.equal(answer.get('state'), this.#provider.lastState);
        assert.ok(answer.get('code'), 'no code');
        return answer;
    }

    async #call(name, args = {}) {
        const result = await this.#client.callTool({ name, arguments: args });
        assert.notEqual(result.isError, true, result.content?.[0]?.text);
        return result.content[0].text;
    }

    async #countNotes() {
        const count = Number(await this.#call('notes_count'));
        assert.ok(Number.isInteger(count), 'notes_count gave no number');
        return count;
    }

    #request(token, sessionId) {
        return rpc(this.#url, this.#sdk.protocolVersion, { method: 'tools/list', token, sessionId });
    }
}

function document(exchanges, url, status) {
    const exchange = exchanges.findLast(candidate => candidate.url === url);
    assert.ok(exchange, `nothing was asked at ${url}`);
    assert.equal(exchange.response.status, status, url);
    return JSON.parse(exchange.text);
}

function tokenRequests(exchanges, server) {
    return exchanges.filter(({ method, url }) => method === 'POST' && url === server.token_endpoint);
}

/** The scopes in order, without offline_access, which a client may add on its own. */
function scopesOf(scope) {
    return (scope ?? '').split(' ').filter(part => part && part !== 'offline_access').sort();
}
