// A user with a browser, who goes from here to there and back, one host at a time.
import assert from 'node:assert/strict';
import { Browser, formsOf, isSent, submit } from '../lib/browser.mjs';

const MAX_HOPS = 12;

export class Visitor {
    #browser = new Browser();

    /** Opens an address; a page, or the address to which the browser is sent away from this origin. */
    async open(url) {
        return this.#go({ url: new URL(url) });
    }

    /** Presses the button of a page that a predicate chooses. */
    async press(page, isButton) {
        for (const form of page.forms) {
            const button = form.buttons.find(isButton);
            if (button) return this.#go(submit(form, filled(form), button, page.url));
        }
        return assert.fail(`no such button: ${page}`);
    }

    /** Decides on a page of our server. */
    decide(page, decision) {
        return this.press(page, button => button.name === 'decision' && button.value === decision);
    }

    /** Logs in at the issuer and consents there if it asks; the way back. */
    async logIn(page, name, password = 'any') {
        assert.ok(isLogin(page), `no login page: ${page}`);
        const form = page.forms.find(hasPassword);
        const values = form.fields.filter(isSent).map(field => {
            if (field.type === 'password') return [field.name, password];
            return [field.name, field.type === 'text' ? name : field.value];
        });
        return this.consent(await this.#go(submit(form, values, form.buttons[0], page.url)));
    }

    /** Agrees to whatever the issuer asks; the way back. */
    async consent(page) {
        let current = page;
        for (let hop = 0; !current.redirect && hop < MAX_HOPS; hop++) {
            assert.ok(current.forms.length > 0 && !isLogin(current), `no question: ${current}`);
            const [form] = current.forms;
            current = await this.#go(submit(form, filled(form), form.buttons[0], current.url));
        }
        return current;
    }

    /** Forgets the cookies of a host. */
    forget(url) {
        this.#browser.forget(url);
    }

    async #go(start) {
        let request = start;
        for (let hop = 0; hop < MAX_HOPS; hop++) {
            const response = await this.#browser.open(request);
            const location = response.headers.get('location');
            if (location === null) return new Page(request.url, response.status, await response.text());
            await response.body?.cancel();
            const target = new URL(location, request.url);
            if (target.origin !== request.url.origin) return { redirect: target, toString: () => target.href };
            request = { url: target };
        }
        return assert.fail(`no end of redirects: ${request.url}`);
    }
}

class Page {
    constructor(url, status, text) {
        Object.assign(this, { url, status, text, forms: formsOf(text) });
    }

    toString() {
        return `${this.url.pathname} ${this.status} ${this.text.replaceAll(/<style>.*?<\/style>|<[^>]*>|\s+/gs, ' ').slice(0, 300)}`;
    }
}

/** Whether a page asks for a password. */
export function isLogin(page) {
    return page.forms?.some(hasPassword) ?? false;
}

function hasPassword(form) {
    return form.fields.some(field => field.type === 'password');
}

function filled(form) {
    return form.fields.filter(isSent).map(field => [field.name, field.value]);
}
