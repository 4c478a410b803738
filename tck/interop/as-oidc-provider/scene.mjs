// What all sequences do: leaving for the issuer, logging in there, coming back.
import assert from 'node:assert/strict';
import { Client } from './client.mjs';
import { isLogin, Visitor } from './visitor.mjs';

export class Scene {
    /**
     * @param issuer its URL, and what it saw
     * @param passwords what its users type in; anything when missing
     */
    constructor(url, issuer, passwords = {}) {
        this.url = url;
        this.issuer = issuer;
        this.passwords = passwords;
    }

    client() {
        return Client.of(this.url);
    }

    /** The page of our server before the login of a client's user, and nothing else. */
    async before(visitor, client, more) {
        const page = await visitor.open(client.request(more));
        assert.equal(page.status, 200, String(page));
        assert.match(page.url.pathname, /\/(authorize|upstream)$/);
        assert.ok(page.text.includes('interop scripts') && page.text.includes(new URL(this.issuer.url).host), String(page));
        return page;
    }

    /** Agrees to a client; the authorization request at the issuer. */
    async leave(visitor, client, more) {
        const away = await visitor.decide(await this.before(visitor, client, more), 'approve');
        assert.equal(away.redirect?.origin, new URL(this.issuer.url).origin, String(away));
        return away.redirect;
    }

    /** Goes to the issuer and logs in; the way back. */
    async logIn(visitor, name, request) {
        const back = await visitor.logIn(await visitor.open(request), name, this.passwords[name]);
        assert.equal(back.redirect?.origin, new URL(this.url).origin, String(back));
        return back.redirect;
    }

    /** All of it; what the client is sent. */
    async whole(visitor, client, name, more) {
        return visitor.open(await this.logIn(visitor, name, await this.leave(visitor, client, more)));
    }

    /** A user who is logged in here and there. */
    async loggedIn(name) {
        const visitor = new Visitor();
        const client = await this.client();
        await client.tokens(await this.whole(visitor, client, name));
        this.issuer.take();
        return { visitor, client };
    }

    subject(name) {
        return `${this.issuer.url}#${name}`;
    }

    /** Proves that a page of ours says that nothing can go on, and sends nobody anywhere. */
    stuck(page) {
        assert.equal(page.status, 400, String(page));
        assert.equal(page.redirect, undefined);
    }
}

/** An address with other parameters; undefined takes one away. */
export function changed(url, parameters) {
    const other = new URL(url);
    for (const [name, value] of Object.entries(parameters)) {
        if (value === undefined) other.searchParams.delete(name);
        else other.searchParams.set(name, value);
    }
    return other;
}

/** Proves that the issuer asks for a password. */
export function asksForLogin(page) {
    assert.ok(isLogin(page), `no login page: ${page}`);
}
