// A client of our authorization server: asks for a code, and redeems it.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { ask } from '../lib/http.mjs';
import { discover, register } from '../lib/oauth.mjs';

const REDIRECT_URI = 'http://127.0.0.1:18083/callback';

export class Client {
    #resource;
    #server;
    #id;
    #verifier = randomBytes(32).toString('base64url');
    #state = randomBytes(16).toString('base64url');

    /** Registers a new client. */
    static async of(url) {
        const { server } = await discover(url);
        const client = new Client();
        client.#resource = url;
        client.#server = server;
        client.#id = await register(server, REDIRECT_URI);
        return client;
    }

    get id() {
        return this.#id;
    }

    get issuer() {
        return this.#server.issuer;
    }

    /** An authorization request. */
    request(more = {}) {
        const url = new URL(this.#server.authorization_endpoint);
        url.search = new URLSearchParams({
            response_type: 'code',
            client_id: this.#id,
            redirect_uri: REDIRECT_URI,
            scope: 'mcp:tools',
            state: this.#state,
            resource: this.#resource,
            code_challenge: createHash('sha256').update(this.#verifier).digest('base64url'),
            code_challenge_method: 'S256',
            ...more,
        }).toString();
        return url;
    }

    /** The parameters of an answer, which came to this client, with its state. */
    answer(page) {
        assert.ok(page.redirect, `no answer: ${page}`);
        assert.equal(page.redirect.origin + page.redirect.pathname, REDIRECT_URI);
        const answer = Object.fromEntries(page.redirect.searchParams);
        assert.equal(answer.state, this.#state);
        assert.equal(answer.iss, this.issuer);
        return answer;
    }

    /** Proves that the answer is an error, with no code and no word of the other issuer in it. */
    refused(error, page, description) {
        const { state, iss, ...answer } = this.answer(page);
        assert.deepEqual(answer, { error, ...(description && { error_description: description }) });
    }

    /** Redeems the code of an answer. */
    async tokens(page) {
        const { code, ...others } = this.answer(page);
        assert.ok(code, JSON.stringify(others));
        const response = await ask(this.#server.token_endpoint, {
            method: 'POST',
            body: new URLSearchParams({
                grant_type: 'authorization_code',
                client_id: this.#id,
                code,
                redirect_uri: REDIRECT_URI,
                resource: this.#resource,
                code_verifier: this.#verifier,
            }),
        });
        const body = await response.text();
        assert.equal(response.status, 200, body);
        return JSON.parse(body);
    }

    /** Redeems the code of an answer; what the access token says. */
    async claims(page) {
        return claimsOf((await this.tokens(page)).access_token);
    }
}

/** The claims of a JWT, unverified. */
export function claimsOf(jwt) {
    return JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
}
